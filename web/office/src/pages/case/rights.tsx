// 您可以, 现在还不能, 承办人.
import {useQuery} from '@tanstack/react-query';
import {Link} from 'react-router';

import {type Step, type Stream, people} from '../../api/queries';
import type {Outlook} from '../../law/course';
import {Icon} from '../../parts/icon';
import {Sources} from '../../parts/states';
import {usePerson} from '../../routes';

const kShown = 4;

export function YouMay({view, chosen}: {view: Outlook; chosen: string | undefined}) {
  return (
    <section className="pn" aria-labelledby="may">
      <header><h2 id="may">您可以</h2></header>
      {view.mine.length === 0 && <p className="in soft">现在没有由您办理的步骤。</p>}
      <ul className="can">
        {view.mine.map((step) => (
          <li key={step.step}>
            <Link to={{search: `?buzhou=${step.step}`}} aria-current={step.step === chosen ? 'step' : undefined}><Icon name="pen" />{step.title}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function NotYet({view, roles}: {view: Outlook; roles: Record<string, string>}) {
  const held = usePerson().roles ?? [];
  if (view.notYet.length === 0) return null;
  const item = (step: Step) => (
    <li key={step.step}>
      <b><Icon name="lock" />{step.title}</b>
      {step.refusals.slice(0, 2).map((refusal) => <p key={refusal.code}>{refusal.say}{refusal.remedy}</p>)}
      {!step.mine && <p className="soft">{held.includes(step.role) ? '由本案的承办人办理。' : `由${roles[step.role] ?? step.role}办理。`}</p>}
      <Sources list={[...new Set(step.refusals.flatMap((refusal) => refusal.source))]} />
    </li>
  );
  return (
    <section className="pn" aria-labelledby="not-yet">
      <header><h2 id="not-yet">现在还不能</h2></header>
      <ul className="no">{view.notYet.slice(0, kShown).map(item)}</ul>
      {view.notYet.length > kShown && (
        <details><summary>其余 {view.notYet.length - kShown} 项</summary><ul className="no">{view.notYet.slice(kShown).map(item)}</ul></details>
      )}
    </section>
  );
}

export function Handlers({state}: {state: Stream}) {
  const roster = useQuery(people).data ?? [];
  const holders = state.holders['case_handlers'] ?? state.holders['handlers'] ?? [];
  const found = holders.flatMap((holder) => roster.filter((person) => person.holder === holder));
  if (found.length === 0) return null;
  return (
    <section className="pn" aria-labelledby="handlers">
      <header><h2 id="handlers">承办人</h2></header>
      <div className="in">
        {found.map((person) => (
          <div key={person.holder} className="two">
            <span className="ava" aria-hidden="true">{person.name.slice(0, 1)}</span>
            <span>{person.name}
              <small className="num">{person.certificate === undefined ? '没有登记执法证件' :
                `${person.certificate.no} · 有效至 ${person.certificate.to}${person.certificate.valid ? '' : '（已到期）'}`}</small>
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}
