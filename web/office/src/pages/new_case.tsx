// The first record of a stream: which procedure, then its form.
import {useState} from 'react';
import {Link, useNavigate, useSearchParams} from 'react-router';

import {base64url} from '@ledger/bytes';

import {useAbout, useLaw} from '../api/queries';
import {StepForm} from '../forms/step_form';
import {Empty, Loading, Sources} from '../parts/states';
import {useTitle} from '../parts/title';
import {random} from '../record/act';
import {usePerson} from '../routes';
import {openings} from './openings';

const kStreamBytes = 16;

export default function NewCase() {
  useTitle('登记');
  const person = usePerson();
  const law = useLaw();
  const about = useAbout();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [id] = useState(() => base64url(random(kStreamBytes)));
  if (law === undefined || about === undefined) return <Loading />;
  const all = openings(law, person.roles ?? []);
  const chosen = all.find((each) => each.procedure.id === search.get('chengxu')) ?? (all.length === 1 ? all[0] : undefined);
  return (
    <>
      <p className="oc"><Link to="/anjian">案件办理</Link><i>›</i>登记</p>
      <div className="head"><h1>{chosen === undefined ? '登记什么' : chosen.step.title}</h1></div>
      {all.length === 0 && <section className="pn"><Empty title="您的岗位不能登记案件。"><p>线索由执法人员登记。</p></Empty></section>}
      <div className="stack">
        {chosen === undefined && all.length > 0 && (
          <section className="pn step"><ul className="ways">
            {all.map(({procedure, step}) => (
              <li key={procedure.id}>
                <b>{step.title}<span className="soft">　{procedure.title}</span></b>
                <Sources list={step.source} />
                <button type="button" className="btn sec" onClick={() => setSearch({chengxu: procedure.id})}>开始</button>
              </li>
            ))}
          </ul></section>
        )}
        {chosen !== undefined && (
          <section className="pn step">
            <div className="h"><p className="k">{chosen.procedure.title}</p><h2>{chosen.step.title}</h2><Sources list={chosen.step.source} /></div>
            <StepForm key={chosen.procedure.id} law={law} about={about} person={person} step={chosen.step} kind={chosen.procedure.kind}
              procedure={chosen.procedure.id} id={id} state={undefined}
              onDone={() => void navigate(`/anjian/${id}`)} onLeave={() => void navigate('/anjian')} />
          </section>
        )}
      </div>
    </>
  );
}
