// 全过程: every record in its order, under its stage; where the case stands; the stages to come.
import type {CourseRecord, Law, Stream} from '../../api/queries';
import {type Outlook, stages, stepsOf} from '../../law/course';
import {Icon} from '../../parts/icon';
import {between, dayOf, short, timeOf} from '../../record/days';

interface Props {
  law: Law;
  roles: Record<string, string>;
  state: Stream;
  waiting: Outlook;
  onOpen: (pos: number) => void;
}

export function Course({law, roles, state, waiting, onOpen}: Props) {
  const steps = stepsOf(law, state.procedure);
  const today = dayOf(state.now);
  const [first] = state.records;
  const all = stages(law, state);
  const reached = all.filter((each) => each.records.length > 0);
  const line = (record: CourseRecord) => (
    <li key={record.pos} className={record.void === true ? 'gone' : undefined}>
      <i aria-hidden="true"><Icon name="check" /></i>
      <span className="line">
        <button type="button" data-row onClick={() => onOpen(record.pos)}>{steps.get(record.step)?.title ?? record.step}</button>
        <span className="num">{short(dayOf(record.at), today)}</span>
      </span>
      <small className="num">{record.name ?? roles[record.role] ?? record.role} · {timeOf(record.at)}{record.void === true ? ' · 已作废' : ''}</small>
    </li>
  );
  return (
    <section className="pn" aria-labelledby="course">
      <header>
        <h2 id="course">全过程</h2>
        {first !== undefined && <span className="a num">第 {between(dayOf(first.at), today) + 1} 日</span>}
      </header>
      <ol className="tl" data-rows>
        {reached.map(({stage, records}, i) => [
          <li key={`${stage} ${i}`} className="st">{stage}</li>, ...records.map(line),
        ])}
        <Now waiting={waiting} closed={waiting.mine.length + waiting.others.length === 0} />
        {all.filter((each) => each.records.length === 0).map(({stage}) => (
          <li key={stage} className="w"><i aria-hidden="true" />{stage}</li>
        ))}
      </ol>
    </section>
  );
}

function Now({waiting, closed}: {waiting: Outlook; closed: boolean}) {
  if (closed) return null;
  const [next] = [...waiting.mine, ...waiting.others];
  const count = waiting.mine.length + waiting.others.length;
  return (
    <li className="now" aria-current="step">
      <i aria-hidden="true" />
      <b>{count === 1 ? next!.title : '现在'}</b>
      <small>{waiting.mine.length > 0 ? `您可以办 ${waiting.mine.length} 项` : `等待他人，${waiting.others.length} 项可办`}</small>
    </li>
  );
}
