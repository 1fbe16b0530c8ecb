// Documents that the sealer numbered and sealed, and an order that still waits.
import {useQuery} from '@tanstack/react-query';

import {documents} from '../../api/queries';
import {Icon} from '../../parts/icon';
import {Scroll} from '../../parts/scroll';
import {Failed} from '../../parts/states';
import {Fingerprint, fileAddress} from '../../record/show';
import {short} from '../../record/days';

const kStates: Record<string, [string, string]> = {
  issued: ['已盖章', 'dai'], served: ['已送达', 'ok'], revoked: ['已撤销', 'stop'], void: ['已作废', 'stop'],
};

export function Documents({stream}: {stream: string}) {
  const all = useQuery(documents);
  if (all.isError) return <Failed error={all.error} retry={() => void all.refetch()} />;
  const here = all.data?.documents.filter((each) => each.stream === stream) ?? [];
  const waiting = all.data?.waiting.filter((each) => each.stream === stream) ?? [];
  if (here.length + waiting.length === 0) return null;
  return (
    <section className="pn" aria-labelledby="documents">
      <header><h2 id="documents">文书</h2><span className="a num">{here.length}</span></header>
      {waiting.map((each) => (
        <div key={each.code} className="in"><div className="note due" role="status">
          <b>正在编号、盖章</b>{each.say !== '' && <p>{each.say}</p>}
        </div></div>
      ))}
      {here.length > 0 && (
        <Scroll name="本案的文书">
          <table className="t">
            <caption className="vh">本案的文书</caption>
            <thead><tr><th scope="col">文书</th><th scope="col">日期</th><th scope="col">状态</th><th scope="col">指纹</th><th scope="col"><span className="vh">下载</span></th></tr></thead>
            <tbody>
              {here.map((each) => {
                const [word, look] = kStates[each.state] ?? [each.state, ''];
                return (
                  <tr key={each.sm3}>
                    <td><span className="doc"><Icon name="file" />{each.no}</span></td>
                    <td className="s num nw">{short(each.date)}</td>
                    <td className="nw"><span className={`tag ${look}`}>{word}</span></td>
                    <td><Fingerprint text={each.sm3} /></td>
                    <td className="nw"><a href={fileAddress(each.sm3)} download={`${each.no}.pdf`}>下载 PDF<span className="vh">：{each.no}</span></a></td>
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
