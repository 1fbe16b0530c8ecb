// 案件办理: the docket, by stage, newest first, each with where it stands.
import {useQuery} from '@tanstack/react-query';
import {useMemo} from 'react';
import {Link, useSearchParams} from 'react-router';

import {type DocketLine, type Law, cases, clock, useLaw} from '../api/queries';
import {Icon} from '../parts/icon';
import {Scroll} from '../parts/scroll';
import {Empty, Loaded} from '../parts/states';
import {useTitle} from '../parts/title';
import {short} from '../record/days';
import {usePerson} from '../routes';
import {openings} from './openings';

const kAll = '';

export default function Cases() {
  useTitle('案件办理');
  const law = useLaw();
  const person = usePerson();
  const list = useQuery(cases);
  const mayOpen = law !== undefined && openings(law, person.roles ?? []).length > 0;
  return (
    <>
      <div className="head">
        <div><h1>案件办理</h1><p className="meta">从登记线索到公示归档，每件案件的全过程都在这里。</p></div>
        {mayOpen && <div className="act"><Link className="btn pri lg" to="/anjian/xin"><Icon name="plus" />登记线索、提出检查</Link></div>}
      </div>
      <section className="pn"><Loaded query={list} rows={8}>{(lines) => <Docket lines={lines} law={law} />}</Loaded></section>
    </>
  );
}

function Docket({lines, law}: {lines: DocketLine[]; law: Law | undefined}) {
  const [search, setSearch] = useSearchParams();
  const stage = search.get('jieduan') ?? kAll;
  const text = search.get('cha') ?? '';
  const stages = useMemo(() => [...new Set(lines.map((line) => line.stage))], [lines]);
  const shown = lines.filter((line) => (stage === kAll || line.stage === stage) &&
    (text === '' || `${line.party}${line.cause}${line.document_no}`.includes(text)));
  const set = (name: string, value: string): void => setSearch((before) => {
    const next = new URLSearchParams(before);
    if (value === '') next.delete(name);
    else next.set(name, value);
    return next;
  }, {replace: true});
  return (
    <>
      <div className="filters">
        <label>查找 <input type="search" value={text} onChange={(event) => set('cha', event.target.value)} placeholder="当事人、案由、文号" /></label>
        <div className="chips" role="group" aria-label="按阶段">
          {[kAll, ...stages].map((each) => (
            <button key={each} type="button" aria-pressed={stage === each} onClick={() => set('jieduan', each)}>
              {each === kAll ? `全部 ${lines.length}` : `${each} ${lines.filter((line) => line.stage === each).length}`}
            </button>
          ))}
        </div>
      </div>
      {shown.length === 0 ? <NoCase any={lines.length > 0} /> : <Lines lines={shown} law={law} />}
    </>
  );
}

const NoCase = ({any}: {any: boolean}) => (any
  ? <Empty title="没有符合条件的案件。"><p>可以换一个较短的名称，或者选“全部”。</p></Empty>
  : <Empty title="还没有案件。"><p>执法人员登记线索或者提出检查以后，案件会列在这里。</p></Empty>);

function Lines({lines, law}: {lines: DocketLine[]; law: Law | undefined}) {
  const today = (useQuery(clock).data?.now ?? '').slice(0, 10);
  const titleOf = (procedure: string): string => law?.procedures.find((each) => each.id === procedure)?.title ?? '';
  return (
    <Scroll name="案件台账">
      <table className="t">
        <caption className="vh">案件台账</caption>
        <thead><tr><th scope="col">当事人和案由</th><th scope="col">文号</th><th scope="col">阶段</th><th scope="col">最近一步</th><th scope="col">登记</th></tr></thead>
        <tbody data-rows>
          {lines.map((line) => (
            <tr key={line.stream}>
              <td>
                <Link className="main" data-row to={`/anjian/${line.stream}`}>{line.party === '' ? '（未填写当事人）' : line.party}</Link>
                <div className="s">{[line.cause, titleOf(line.procedure)].filter((part) => part !== '').join(' · ')}</div>
              </td>
              <td className="s num nw">{line.document_no === '' ? '—' : line.document_no}</td>
              <td className="nw"><StageTag line={line} /></td>
              <td className="s">{line.last_title}</td>
              <td className="s num nw">{line.opened_on === '' ? '' : short(line.opened_on, today || line.opened_on)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function StageTag({line}: {line: DocketLine}) {
  if (line.closed_on !== '') return <span className="tag ok">已结案</span>;
  return <span className="tag dai">{line.stage}</span>;
}
