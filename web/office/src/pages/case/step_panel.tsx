// The largest thing on the page: who acts now, and the form when it is the reader.
import {Suspense, lazy} from 'react';
import {useNavigate} from 'react-router';

import type {About, Law, Step, Stream} from '../../api/queries';
import {StepForm} from '../../forms/step_form';
import type {Outlook} from '../../law/course';
import {Loading, Sources} from '../../parts/states';
import {usePerson} from '../../routes';

const Publication = lazy(async () => ({default: (await import('./publication')).Publication}));

interface Props {
  law: Law;
  about: About;
  state: Stream;
  view: Outlook;
  step: Step | undefined;
  onChoose: (step: string) => void;
  onLeave: () => void;
}

const kShown = 5;

export function StepPanel(props: Props) {
  const {step, view} = props;
  if (step !== undefined) return <Taking {...props} step={step} />;
  if (view.mine.length > 0) return <Choosing {...props} />;
  return <Waiting {...props} />;
}

const kRecording: Record<string, string> = {
  m: '这一步应当进行音像记录。', c: '视情况进行音像记录。',
};

function Taking({law, about, state, step, onLeave}: Props & {step: Step}) {
  const person = usePerson();
  return (
    <section className="pn step" aria-labelledby="step">
      <div className="h">
        <p className="k">{step.stage} · 以{about.roles[step.role] ?? step.role}的身份办理</p>
        <h2 id="step">{step.title}</h2>
        {(step.seen || kRecording[step.recording] !== undefined) && (
          <p>{step.seen ? '签名表示您已阅看本案此前的全部记录。' : ''}{kRecording[step.recording] ?? ''}</p>
        )}
        <Sources list={step.source} />
      </div>
      {law.forms[step.form]?.fields.some((field) => field.name === 'pub.texts') === true
        ? <Suspense fallback={<Loading />}><Publication law={law} about={about} person={person} step={step} state={state} onDone={onLeave} onLeave={onLeave} /></Suspense>
        : <StepForm key={step.step} law={law} about={about} person={person} step={step} kind={state.kind} procedure={state.procedure}
        id={state.stream} state={state} onDone={onLeave} onLeave={onLeave} />}
    </section>
  );
}

function Choosing({view, onChoose}: Props) {
  const [only] = view.mine;
  const way = (step: Step, first: boolean) => (
    <li key={step.step}>
      <b>{step.title}</b>
      <Sources list={step.source} />
      <button type="button" className={`btn ${first ? 'pri' : 'sec'}`} onClick={() => onChoose(step.step)}>
        办理<span className="vh">：{step.title}</span>
      </button>
    </li>
  );
  return (
    <section className="pn step" aria-labelledby="step">
      <div className="h">
        <p className="k">当前步骤</p>
        <h2 id="step">{view.mine.length === 1 ? `请您${only!.title}` : `您现在可以办 ${view.mine.length} 项`}</h2>
        <p>{view.mine.length === 1 ? '' : '按案件的情况选择一项。'}{waitingFor(view)}</p>
      </div>
      <ul className="ways">{view.mine.slice(0, kShown).map((step, i) => way(step, i === 0 && view.mine.length === 1))}</ul>
      {view.mine.length > kShown && (
        <details className="ways"><summary>其余 {view.mine.length - kShown} 项</summary>
          <ul>{view.mine.slice(kShown).map((step) => way(step, false))}</ul>
        </details>
      )}
    </section>
  );
}

const waitingFor = (view: Outlook): string =>
  view.others.length === 0 ? '' : `另有 ${view.others.length} 项由其他岗位办理。`;

function Waiting({view, about}: Props) {
  const navigate = useNavigate();
  const [next] = view.others;
  if (next === undefined) {
    return (
      <section className="pn step" aria-labelledby="step">
        <div className="h"><p className="k">当前步骤</p><h2 id="step">现在没有可以办理的步骤</h2>
          <p>右侧列出了还缺什么。</p>
          <p className="row"><button type="button" className="btn sec" onClick={() => void navigate('/anjian')}>回到案件办理</button></p>
        </div>
      </section>
    );
  }
  const byRole = new Map<string, string[]>();
  for (const step of view.others) byRole.set(step.role, [...(byRole.get(step.role) ?? []), step.title]);
  return (
    <section className="pn step" aria-labelledby="step">
      <div className="h"><p className="k">当前步骤</p>
        <h2 id="step">等待{about.roles[next.role] ?? next.role}</h2>
        <p>您现在不需要操作。可以办理的步骤都由其他岗位承担：</p>
      </div>
      <ul className="ways">
        {[...byRole].map(([role, titles]) => (
          <li key={role}><b>{about.roles[role] ?? role}</b><span>{titles.join('、')}</span></li>
        ))}
      </ul>
    </section>
  );
}
