// 期限与规则: the lawbook in force, in words: each step, who takes it, and its article.
import {useSearchParams} from 'react-router';

import {type Law, useAbout, useLaw} from '../api/queries';
import {Scroll} from '../parts/scroll';
import {Loading} from '../parts/states';
import {useTitle} from '../parts/title';
import {Fingerprint} from '../record/show';

export default function Rules() {
  useTitle('期限与规则');
  const law = useLaw();
  const roles = useAbout()?.roles ?? {};
  const [search, setSearch] = useSearchParams();
  if (law === undefined) return <Loading rows={8} />;
  // What people look for first: procedures of cases, the longest before the others.
  const all = [...law.procedures].sort((a, b) => Number(b.kind === 'case') - Number(a.kind === 'case') || b.steps.length - a.steps.length);
  const shown = all.find((each) => each.id === search.get('chengxu')) ?? all[0]!;
  return (
    <>
      <div className="head"><div><h1>期限与规则</h1>
        <p className="meta"><span>现行规则的指纹 <Fingerprint text={law.rules} /></span><span>每条记录都注明所依据的规则版本。</span></p></div></div>
      <section className="pn">
        <div className="filters"><div className="chips" role="group" aria-label="程序">
          {all.map((each) => (
            <button key={each.id} type="button" aria-pressed={each.id === shown.id} onClick={() => setSearch({chengxu: each.id})}>{each.title}</button>
          ))}
        </div></div>
        <p className="in soft">{shown.source.join('、')}</p>
        <Steps procedure={shown} law={law} roles={roles} />
      </section>
    </>
  );
}

function Steps({procedure, law, roles}: {procedure: Law['procedures'][number]; law: Law; roles: Record<string, string>}) {
  return (
    <Scroll name={procedure.title}>
      <table className="t">
        <caption className="vh">{procedure.title}的步骤</caption>
        <thead><tr><th scope="col">步骤</th><th scope="col">由谁办理</th><th scope="col">填写</th><th scope="col">公示后</th><th scope="col">依据</th></tr></thead>
        <tbody>
          {procedure.steps.map((step) => (
            <tr key={step.step}>
              <td>{step.title}<div className="s">{step.stage}</div></td>
              <td className="s">{roles[step.role] ?? step.role}{step.signed ? '，签名' : ''}</td>
              <td className="s num nw">{law.forms[step.form]?.fields.length ?? 0} 项</td>
              <td className="s nw">{step.course === 'public' ? '可以看到' : '只有监督机关可以看到'}</td>
              <td className="s">{step.source.join('、')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
