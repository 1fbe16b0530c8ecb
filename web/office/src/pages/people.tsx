// 人员与资格: who may act for the bureau, and until when.
import {useQuery} from '@tanstack/react-query';

import {type Colleague, clock, people} from '../api/queries';
import {Scroll} from '../parts/scroll';
import {Empty, Loaded} from '../parts/states';
import {useTitle} from '../parts/title';
import {between} from '../record/days';

const kWarnDays = 90;

export default function People() {
  useTitle('人员与资格');
  const list = useQuery(people);
  return (
    <>
      <div className="head"><div><h1>人员与资格</h1><p className="meta">没有有效执法证件的人员不能列为办案人员。</p></div></div>
      <section className="pn"><Loaded query={list} rows={8}>{(all) => <Roster all={all} />}</Loaded></section>
    </>
  );
}

function Roster({all}: {all: Colleague[]}) {
  const today = (useQuery(clock).data?.now ?? '').slice(0, 10);
  if (all.length === 0) return <Empty title="名册里还没有人。"><p>名册管理人员登记后会列在这里。</p></Empty>;
  const sorted = [...all].sort((a, b) => a.unit.localeCompare(b.unit, 'zh-CN') || a.name.localeCompare(b.name, 'zh-CN'));
  return (
    <Scroll name="执法人员名册">
      <table className="t">
        <caption className="vh">执法人员名册</caption>
        <thead><tr><th scope="col">姓名</th><th scope="col">单位</th><th scope="col">职务</th><th scope="col">执法证件</th><th scope="col">有效期</th></tr></thead>
        <tbody>
          {sorted.map((person) => (
            <tr key={person.holder}>
              <td><span className="two"><span className="ava" aria-hidden="true">{person.name.slice(0, 1)}</span>{person.name}</span></td>
              <td>{person.unit}</td>
              <td className="s">{person.post}</td>
              <td className="s num nw">{person.certificate?.no ?? '—'}</td>
              <td className="nw">{person.certificate === undefined ? <span className="soft">—</span> : <Validity held={person.certificate} today={today} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Validity({held, today}: {held: NonNullable<Colleague['certificate']>; today: string}) {
  if (!held.valid) return <span className="tag stop num">{held.to} 已到期</span>;
  const left = today === '' ? Infinity : between(today, held.to);
  return left <= kWarnDays ? <span className="tag due num">{held.to}，还剩 {left} 日</span> : <span className="num soft">至 {held.to}</span>;
}
