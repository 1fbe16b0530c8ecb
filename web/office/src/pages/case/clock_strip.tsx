import type {Period, Stream} from '../../api/queries';
import {PeriodView} from '../../parts/period';

const kShown = 4;

/** What runs comes first, the bureau's own before the party's, the nearest end before the others; then what is met. */
const rank = (period: Period): number => (period.met ? 4 : 0) + (period.partys ? (period.overdue ? 3 : 1) : 0);

export function ClockStrip({state}: {state: Stream}) {
  const all = [...state.clocks].sort((a, b) => rank(a) - rank(b) || a.last_day.localeCompare(b.last_day));
  if (all.length === 0) return null;
  const view = (period: Period) => <PeriodView key={period.clock} period={period} today={state.now} />;
  return (
    <section aria-label="法定期限">
      <div className="pn clks">{all.slice(0, kShown).map(view)}</div>
      {all.length > kShown && (
        <details className="pn others">
          <summary>其余 {all.length - kShown} 个期限</summary>
          <div className="clks">{all.slice(kShown).map(view)}</div>
        </details>
      )}
    </section>
  );
}
