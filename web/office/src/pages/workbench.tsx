// 工作台: what waits, by its statutory end; the next step of each; where the bureau's cases stand.
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {Link} from 'react-router';

import {type Person, type TodoItem, cases, clock, documents, people, todo, useLaw} from '../api/queries';
import {type Group, grouped, kGroups, summary} from '../law/due';
import {Icon, type IconName} from '../parts/icon';
import {Ruler, lookOf} from '../parts/period';
import {Empty, Loaded} from '../parts/states';
import {useTitle} from '../parts/title';
import {greeting, short} from '../record/days';
import {usePerson} from '../routes';
import {openings} from './openings';

const kIcons: Record<Group, IconName> = {overdue: 'alert', today: 'clock', week: 'days', later: 'days'};
// The four stages of the plan's 四（二）, which every procedure's steps name.
const kStages = ['启动', '调查取证', '审核决定', '送达执行'];
const leads = (person: Person): boolean => ['agency_head', 'unit_head'].some((role) => person.roles?.includes(role));

export default function Workbench() {
  useTitle('工作台');
  const person = usePerson();
  const law = useLaw();
  const [all, setAll] = useState(false);
  const list = useQuery(todo(all));
  const now = useQuery(clock).data?.now ?? '';
  const groups = list.data === undefined ? undefined : grouped(list.data.items, list.data.today);
  return (
    <>
      <div className="head">
        <div>
          <h1>{now === '' ? '您好' : greeting(now)}，{person.name}</h1>
          <p className="lead">{groups === undefined ? '' : summary(groups)}</p>
        </div>
        {law !== undefined && openings(law, person.roles ?? []).length > 0 && (
          <div className="act"><Link className="btn pri lg" to="/anjian/xin"><Icon name="plus" />登记线索、提出检查</Link></div>
        )}
      </div>
      <div className="g2">
        <div className="stack">
          <section className="pn" aria-labelledby="todo">
            <header>
              <h2 id="todo">待办</h2>
              <span className="a">
                {leads(person) && <Scope all={all} onChange={setAll} />}
                <span>按法定期限排序</span><span className="num">共 {list.data?.total ?? 0} 件</span>
              </span>
            </header>
            <Loaded query={list} rows={6}>{(data) => <Groups groups={grouped(data.items, data.today)} today={data.today} />}</Loaded>
          </section>
          <Stages />
        </div>
        <div className="stack"><Certificate person={person} /><Sealing /></div>
      </div>
    </>
  );
}

const Scope = ({all, onChange}: {all: boolean; onChange: (all: boolean) => void}) => (
  <span className="chips" role="group" aria-label="范围">
    <button type="button" aria-pressed={!all} onClick={() => onChange(false)}>我的</button>
    <button type="button" aria-pressed={all} onClick={() => onChange(true)}>全局</button>
  </span>
);

function Groups({groups, today}: {groups: Map<Group, TodoItem[]>; today: string}) {
  const filled = kGroups.filter(([group]) => groups.get(group)!.length > 0);
  if (filled.length === 0) return <Empty title="没有待办。"><p>您经办的案件和等您办理的步骤会列在这里。</p></Empty>;
  return (
    <div data-rows>
      {filled.map(([group, title]) => (
        <section key={group} aria-labelledby={`due-${group}`}>
          <h3 className="grp" id={`due-${group}`}><Icon name={kIcons[group]} />{title}<i className="num">{groups.get(group)!.length} 件</i></h3>
          <ul className="todo">{groups.get(group)!.map((item) => <Row key={item.stream} item={item} today={today} />)}</ul>
        </section>
      ))}
    </div>
  );
}

function Row({item, today}: {item: TodoItem; today: string}) {
  const {clock: running} = item;
  const look = running === undefined ? 'calm' : lookOf({...running, met: false});
  const [only] = item.next.length === 1 ? item.next : [];
  const place = `/anjian/${item.stream}${only === undefined ? '' : `?buzhou=${only.step}`}`;
  const about = [item.cause, item.document_no, item.stage].filter((part) => part !== '').join(' · ');
  return (
    <li className={look}>
      <div className="dd num"><Left item={item} today={today} /></div>
      <div>
        <h4><Link data-row to={`/anjian/${item.stream}`}>{item.party === '' ? item.title : item.party}</Link></h4>
        <p>{about}</p>
      </div>
      <div className="until">{running !== undefined && <ClockLine running={running} look={look} today={today} />}</div>
      <Link className={`btn ${look === 'over' || look === 'due' ? 'pri' : 'sec'}`} to={place}>
        {only === undefined ? (item.next.length > 1 ? `${item.next.length} 项可办` : '查看') : only.title}
        <span className="vh">：{item.party}</span>
      </Link>
    </li>
  );
}

function Left({item: {clock: running}, today}: {item: TodoItem; today: string}) {
  if (running === undefined || running.partys) return <><b className="dash">—</b>{running === undefined ? '没有期限' : '等待当事人'}</>;
  if (running.paused) return <><b className="dash">—</b>已中止</>;
  if (running.due === today) return <><b>今天</b>到期</>;
  return <><b>{Math.abs(running.left)}</b>{running.unit === '日' ? '日' : `个${running.unit}`}{running.overdue ? '前到期' : ''}</>;
}

function ClockLine({running, look, today}: {running: NonNullable<TodoItem['clock']>; look: ReturnType<typeof lookOf>; today: string}) {
  return (
    <>
      <Ruler days={running.days} used={running.used} look={look} />
      <p className="num">{running.title}，{running.partys ? '至' : '限'} {short(running.due, today)}{running.partys ? '' : ' 前'}</p>
    </>
  );
}

/** Where the cases stand, by the stages of the docket. */
function Stages() {
  const lines = useQuery(cases).data;
  if (lines === undefined || lines.length === 0) return null;
  const open = lines.filter((line) => line.closed_on === '');
  const stages = kStages;
  return (
    <section className="pn" aria-labelledby="stages">
      <header><h2 id="stages">在办案件</h2><span className="a num">共 {open.length} 件<Link to="/anjian">全部</Link></span></header>
      <ol className="pipe num">
        {stages.map((stage) => {
          const count = open.filter((line) => line.stage === stage).length;
          return <li key={stage} className={count === 0 ? 'z' : undefined}><Link to={`/anjian?jieduan=${stage}`}><b>{count}</b>{stage}</Link></li>;
        })}
      </ol>
    </section>
  );
}

function Certificate({person}: {person: Person}) {
  const held = useQuery(people).data?.find((each) => each.holder === person.holder)?.certificate;
  if (held === undefined) return null;
  return (
    <section className="pn" aria-labelledby="certificate">
      <header><h2 id="certificate">我的执法证件</h2></header>
      <div className="in"><p className="num">{held.no}</p>
        <p><span className={`tag ${held.valid ? 'ok' : 'stop'} num`}>{held.valid ? `有效至 ${held.to}` : `${held.to} 已到期`}</span></p>
        {!held.valid && <p className="small soft">证件到期后不能列为办案人员。请联系名册管理人员换证。</p>}
      </div>
    </section>
  );
}

/** Orders that the sealer has not answered yet. */
function Sealing() {
  const waiting = useQuery(documents).data?.waiting ?? [];
  const lines = useQuery(cases).data ?? [];
  if (waiting.length === 0) return null;
  return (
    <section className="pn" aria-labelledby="sealing">
      <header><h2 id="sealing">等待编号、盖章</h2><span className="a num">{waiting.length}</span></header>
      <ul className="can">
        {waiting.map((each) => (
          <li key={each.stream}><Link to={`/anjian/${each.stream}`}><Icon name="file" />{lines.find((line) => line.stream === each.stream)?.party ?? '案件'}</Link></li>
        ))}
      </ul>
    </section>
  );
}
