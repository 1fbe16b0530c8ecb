// One review: the draft on paper beside the questions of the lawbook and the conclusion.
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {Link, useNavigate, useParams} from 'react-router';

import {type About, type Law, type Step, type Stream, cases, stream, useAbout, useLaw} from '../../api/queries';
import {StepForm} from '../../forms/step_form';
import {Refusals, Failed, Loading, Sources} from '../../parts/states';
import {PeriodView} from '../../parts/period';
import {useTitle} from '../../parts/title';
import {usePerson} from '../../routes';
import {Paper} from './paper';

export default function ReviewPage() {
  const {id = ''} = useParams();
  const state = useQuery(stream('case', id));
  const line = useQuery(cases).data?.find((each) => each.stream === id);
  const law = useLaw();
  const about = useAbout();
  useTitle(`审核 ${line?.party ?? ''}`);
  if (state.isError) return <Failed error={state.error} retry={() => void state.refetch()} />;
  if (state.data === undefined || law === undefined || about === undefined) return <Loading rows={6} />;
  const period = state.data.clocks.find((each) => each.clock === 'case_review' && !each.met);
  return (
    <>
      <p className="oc"><Link to="/shenhe">法制审核</Link><i>›</i><Link to={`/anjian/${id}`}>{line?.party ?? '案件'}</Link></p>
      <div className="head">
        <div><h1>审核：{line?.party ?? state.data.title}{line?.cause === undefined || line.cause === '' ? '' : `${line.cause}案`}</h1>
          <p className="meta"><span className="tag">{state.data.title}</span><Link to={`/anjian/${id}`}>查看全过程</Link></p></div>
        {period !== undefined && <div className="pn clock-box"><PeriodView period={period} today={state.data.now} /></div>}
      </div>
      <div className="g-review">
        <Paper law={law} state={state.data} />
        <Conclusion law={law} about={about} state={state.data} />
      </div>
    </>
  );
}

/** The reviewer's own steps: of the role that the lawbook gives to reviews, and naming the draft. */
const conclusions = (state: Stream): Step[] => state.steps.filter((step) => step.role === 'legal_reviewer' && step.draft !== undefined);

function Conclusion({law, about, state}: {law: Law; about: About; state: Stream}) {
  const person = usePerson();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState('');
  const all = conclusions(state);
  const chosen = all.find((step) => step.step === wanted && step.possible && step.mine);
  const open = all.filter((step) => step.possible && step.mine);
  return (
    <section className="pn step" aria-labelledby="conclusion">
      <div className="h"><h2 id="conclusion">审核结论</h2>
        {open.length === 0 && <p>现在不能由您作出审核结论。</p>}
        {open.length > 0 && (
          <div className="opts" role="radiogroup" aria-label="审核结论">
            {open.map((step) => (
              <label key={step.step} className="opt">
                <input type="radio" name="conclusion" checked={step === chosen} onChange={() => setWanted(step.step)} />{step.title}
              </label>
            ))}
          </div>
        )}
        {open.length === 0 && all.slice(0, 1).map((step) => (
          <div key={step.step}>{step.mine ? <Refusals list={step.refusals} /> : <p>由{about.roles[step.role] ?? step.role}办理；本案的办案人员不能审核本案。</p>}</div>
        ))}
        {chosen !== undefined && <Sources list={chosen.source} />}
      </div>
      {chosen !== undefined && (
        <StepForm key={chosen.step} law={law} about={about} person={person} step={chosen} kind={state.kind} procedure={state.procedure}
          id={state.stream} state={state} onDone={() => void navigate(`/anjian/${state.stream}`)} onLeave={() => setWanted('')} />
      )}
    </section>
  );
}
