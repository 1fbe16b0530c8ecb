// 公示管理: decisions that wait for their publication, by its end; those that stand; those withdrawn.
import {useQuery} from '@tanstack/react-query';
import {Link} from 'react-router';

import {type DocketLine, cases, clock, todo, useAbout} from '../api/queries';
import {Scroll} from '../parts/scroll';
import {Empty, Loaded} from '../parts/states';
import {useTitle} from '../parts/title';
import {dayOf, short} from '../record/days';

export default function Publications() {
  useTitle('公示管理');
  const list = useQuery(cases);
  const portal = useAbout()?.portal ?? '';
  const today = dayOf(useQuery(clock).data?.now ?? '');
  return (
    <>
      <div className="head">
        <div><h1>公示管理</h1><p className="meta">行政处罚决定应当在法定期限内公示；撤销、变更的应当及时撤下。</p></div>
        {portal !== '' && <div className="act"><a className="btn sec lg" href={portal}>打开公示门户</a></div>}
      </div>
      <Loaded query={list}>{(lines) => {
        const decided = lines.filter((line) => line.decided_on !== '');
        return (
          <div className="stack">
            <Part title="等待公示" lines={decided.filter((line) => line.published_on === '')} today={today}
              none="没有等待公示的决定。" hint="作出决定以后会列在这里。" />
            <Part title="已经公示" lines={decided.filter((line) => line.published_on !== '')} today={today}
              none="还没有公示的决定。" hint="公示以后会列在这里。" />
          </div>
        );
      }}</Loaded>
    </>
  );
}

function Part({title, lines, today, none, hint}: {title: string; lines: DocketLine[]; today: string; none: string; hint: string}) {
  const mine = useQuery(todo(false)).data?.items ?? [];
  const next = (stream: string) => mine.find((item) => item.stream === stream)?.next
    .find((step) => ['publisher', 'publication_approver'].includes(step.role));
  return (
    <section className="pn" aria-label={title}>
      <header><h2>{title}</h2><span className="a num">{lines.length} 件</span></header>
      {lines.length === 0 ? <Empty title={none}><p>{hint}</p></Empty> : (
        <Scroll name={title}>
          <table className="t">
            <caption className="vh">{title}</caption>
            <thead><tr><th scope="col">当事人和案由</th><th scope="col">文号</th><th scope="col">决定</th><th scope="col">公示</th><th scope="col"><span className="vh">办理</span></th></tr></thead>
            <tbody data-rows>
              {lines.map((line) => {
                const step = next(line.stream);
                return (
                  <tr key={line.stream}>
                    <td><Link className="main" data-row to={`/anjian/${line.stream}`}>{line.party}</Link><div className="s">{line.cause}</div></td>
                    <td className="s num nw">{line.document_no === '' ? '—' : line.document_no}</td>
                    <td className="s num nw">{short(line.decided_on, today || line.decided_on)}</td>
                    <td className="s num nw">{line.published_on === '' ? '—' : short(line.published_on, today || line.published_on)}</td>
                    <td className="nw">{step !== undefined && <Link className="btn sec sm" to={`/anjian/${line.stream}?buzhou=${step.step}`}>{step.title}<span className="vh">：{line.party}</span></Link>}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
