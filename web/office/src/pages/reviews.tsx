// 法制审核: what waits for an opinion, the nearest end first; what was answered.
import {useQuery} from '@tanstack/react-query';
import {Link, useSearchParams} from 'react-router';

import {type Review, clock, reviews} from '../api/queries';
import {Scroll} from '../parts/scroll';
import {Empty, Loaded} from '../parts/states';
import {useTitle} from '../parts/title';
import {dayOf, short} from '../record/days';

const kSoon = 2;
const kStates: Record<Review['state'], [string, string]> = {
  open: ['待审', 'dai'], passed: ['已通过', 'ok'], returned: ['已退回', 'due'], lapsed: ['已失效', ''],
};

export default function Reviews() {
  useTitle('法制审核');
  const [search, setSearch] = useSearchParams();
  const state = search.get('zhuangtai') === 'yishen' ? 'answered' : 'open';
  const list = useQuery(reviews(state));
  const today = dayOf(useQuery(clock).data?.now ?? '');
  return (
    <>
      <div className="head"><div><h1>法制审核</h1><p className="meta">未经审核或者审核未通过的，不得作出决定（行政处罚法第五十八条）。</p></div></div>
      <section className="pn">
        <div className="filters"><div className="chips" role="group" aria-label="状态">
          <button type="button" aria-pressed={state === 'open'} onClick={() => setSearch({})}>待审</button>
          <button type="button" aria-pressed={state === 'answered'} onClick={() => setSearch({zhuangtai: 'yishen'})}>已审</button>
        </div></div>
        <Loaded query={list}>{(rounds) => (rounds.length === 0
          ? <Empty title={state === 'open' ? '没有待审的案件。' : '还没有审核过的案件。'}><p>办案人员送审以后会列在这里。</p></Empty>
          : <Rounds rounds={rounds} today={today} />)}</Loaded>
      </section>
    </>
  );
}

function Rounds({rounds, today}: {rounds: Review[]; today: string}) {
  return (
    <Scroll name="审核">
      <table className="t">
        <caption className="vh">法制审核</caption>
        <thead><tr><th scope="col">案件</th><th scope="col">轮次</th><th scope="col">送审</th><th scope="col">期限</th><th scope="col">状态</th></tr></thead>
        <tbody data-rows>
          {rounds.map((round) => (
            <tr key={`${round.stream} ${round.round}`}>
              <td><Link className="main" data-row to={round.state === 'open' ? `/shenhe/${round.stream}` : `/anjian/${round.stream}`}>{round.party ?? '案件'}</Link>
                <div className="s">{round.cause}</div></td>
              <td className="s num nw">第 {round.round} 轮</td>
              <td className="s num nw">{round.requested_by} {short(dayOf(round.requested_at), today)}</td>
              <td className="nw num">{round.state === 'open' ? <Due round={round} today={today} /> : <span className="soft">{round.reviewer} {short(dayOf(round.answered_at ?? round.due), today)}</span>}</td>
              <td className="nw"><span className={`tag ${kStates[round.state][1]}`}>{kStates[round.state][0]}</span>
                {!round.complete && <span className="tag due">缺 {round.missing.length} 项材料</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Due({round, today}: {round: Review; today: string}) {
  const left = round.left ?? 0;
  const look = left < 0 ? 'stop' : left <= kSoon ? 'due' : '';
  return <span className={`tag ${look}`}>{left < 0 ? `已超 ${-left} 个工作日` : `还剩 ${left} 个工作日`}，限 {short(round.due, today)} 前</span>;
}
