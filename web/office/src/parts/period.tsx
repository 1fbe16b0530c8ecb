// 期限尺: a statutory period as one cell per counted day, with its end and the number left.
import type {Period} from '../api/queries';
import {dayOf, short} from '../record/days';

const kCellsMax = 30;
const kSoon = 2;

export type Look = 'done' | 'over' | 'due' | 'calm';

/** `partys`: its end breaches nothing, it opens something. */
export function lookOf(period: Pick<Period, 'met' | 'overdue' | 'left' | 'partys' | 'paused'>): Look {
  if (period.met) return 'done';
  if (period.partys || period.paused) return 'calm';
  if (period.overdue) return 'over';
  return period.left <= kSoon ? 'due' : 'calm';
}

interface Cells {
  days: number;
  /** Counted days that have begun, today among them. */
  used: number;
  look: Look;
}

/** Long periods are drawn with fewer cells, each standing for as many days. */
export function Ruler({days, used, look}: Cells) {
  const cells = Math.min(days, kCellsMax);
  const begun = days === 0 ? 0 : Math.ceil((Math.min(used, days) / days) * cells);
  const today = look === 'done' || look === 'over' ? -1 : begun - 1;
  return (
    <div className={`ruler ${look}`} aria-hidden="true">
      {Array.from({length: cells}, (_, i) => <i key={i} className={i === today ? 'n' : i < begun ? 'u' : ''} />)}
    </div>
  );
}

export function PeriodView({period, today}: {period: Period; today: string}) {
  const look = lookOf(period);
  const day = dayOf(today);
  return (
    <div className={`clk ${look}`}>
      <p className="l"><span>{period.title}</span><PeriodNumber period={period} look={look} /></p>
      <Ruler days={period.counted.length} used={period.counted.filter((each) => each <= day).length} look={look} />
      <p className="num">
        {short(period.start, day)} 起算，{period.partys ? '至' : '限'} {short(period.last_day, day)}
        {period.partys ? '' : ' 前'}{period.certain ? '' : '（待节假日安排公布后确定）'}
      </p>
    </div>
  );
}

function PeriodNumber({period, look}: {period: Period; look: Look}) {
  const unit = period.unit === '日' ? '日' : `个${period.unit}`;
  if (look === 'done') return <b>{period.overdue ? '逾期办结' : '已办'}</b>;
  if (period.paused) return <b>已中止</b>;
  if (period.overdue && period.partys) return <b>已届满</b>;
  if (period.left === 0) return <b className="num">今天<small>到期</small></b>;
  return (
    <b className="num">
      <small>{period.overdue ? '已超 ' : '还剩 '}</small>{Math.abs(period.left)}<small> {unit}</small>
    </b>
  );
}
