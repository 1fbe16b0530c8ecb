// 公示前处理: the reviewed text beside what the public will see; what is hidden, with its reason; then the signature.
import type {Json} from '@ledger/json';
import {KeyError} from '@keys';
import {useQuery, useQueryClient} from '@tanstack/react-query';
import {Input} from 'antd';
import {useMemo, useState} from 'react';

import {Unreachable, api, take} from '../../api/client';
import {type About, type Form, type Law, type Person, type Step, type Stream, kAfterRecord, record as recordQuery} from '../../api/queries';
import {saveDraft, savedDraft, dropDraft} from '../../forms/draft_store';
import {ownFields} from '../../forms/step_fields';
import {makers} from '../../law/course';
import {Failed, Loaded} from '../../parts/states';
import {type Draft, type Hidden, kReasons, overlaps, placesOf, publicationOf, redactionsJson, runsOf} from '../../record/publication';
import {titleOf} from '../../record/show';
import {type Prepared, prepare, submit} from '../../record/submit';
import {SignDialog} from '../../signing/sign_dialog';
import {PublicView} from './public_view';

interface Props {
  law: Law;
  about: About;
  person: Person;
  step: Step;
  state: Stream;
  onDone: () => void;
  onLeave: () => void;
}

export function Publication(props: Props) {
  const {law, state} = props;
  const made = makers(law);
  const maker = state.records.findLast((each) => each.void !== true && made.has(each.step));
  const query = useQuery({...recordQuery(state.kind, state.stream, maker?.pos ?? 0), enabled: maker !== undefined});
  if (maker === undefined) return <p className="in soft">本案还没有草案。</p>;
  const form = law.forms[made.get(maker.step)!]!;
  return <div className="in"><Loaded query={query}>{(opened) => <Redacting {...props} form={form} draft={opened as unknown as Draft} />}</Loaded></div>;
}

/** Pieces are hidden at the start: they were set apart because they are somebody's. */
const atFirst = (draft: Draft, names: readonly string[]): Hidden[] => names.flatMap((text) =>
  runsOf(draft.texts[text]?.body ?? []).filter((run) => run.kind === 'piece')
    .map(({at, n}) => ({text, at, n, reason: 'privacy', label: kReasons['privacy']!})));

function useHidden(place: string, login: string, first: () => Hidden[]) {
  const [hidden, setHidden] = useState<Hidden[]>(() => {
    const kept = savedDraft(login, place)['hidden'];
    return typeof kept === 'string' ? (JSON.parse(kept) as Hidden[]) : first();
  });
  const set = (next: Hidden[]): void => {
    saveDraft(login, place, {hidden: JSON.stringify(next)});
    setHidden(next);
  };
  return [hidden, set] as const;
}

function Redacting({law, about, person, step, state, form, draft, onDone, onLeave}: Props & {form: Form; draft: Draft}) {
  const client = useQueryClient();
  const place = `${state.stream}.${step.step}`;
  const names = Object.keys(draft.texts).filter((name) => form.fields.find((field) => field.name === name)?.publishable === true).sort();
  const [hidden, setHidden] = useHidden(place, person.login, () => atFirst(draft, names));
  const [trouble, setTrouble] = useState<unknown>(null);
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const publication = useMemo(() => publicationOf(form, draft, hidden), [form, draft, hidden]);

  async function review(): Promise<void> {
    setTrouble(null);
    try {
      const {now} = await take(api.GET('/api/clock'));
      const own = ownFields({law, about, step, procedure: state.procedure, state, issued: undefined});
      const fields: [string, Json][] = [...own, ['pub.fields', publication.fields], ['pub.redactions', redactionsJson(hidden)], ['pub.texts', publication.digest]];
      setPrepared(prepare({kind: state.kind, stream: state.stream, step, at: now ?? '', key: person.key?.id ?? '',
        expectedPos: state.next_pos, digests: law.forms[step.form]?.digests ?? 0, fields, texts: {}}));
    } catch (error) {
      setTrouble(error);
    }
  }

  async function sign(): Promise<void> {
    try {
      await submit(prepared!);
      dropDraft(person.login, place);
      await Promise.all(kAfterRecord.map((queryKey) => client.invalidateQueries({queryKey})));
      onDone();
    } catch (error) {
      if (error instanceof KeyError || error instanceof Unreachable) throw error;
      setPrepared(null);
      setTrouble(error);
    }
  }

  return (
    <div className="stack">
      {trouble !== null && <Failed error={trouble} />}
      <p className="soft">应当公开的项目不能隐去；姓名、电话等已经预先遮盖。右侧就是公众将看到的内容。</p>
      {names.map((name) => (
        <TextPair key={name} title={titleOf(form, name)} name={name} body={draft.texts[name]!.body} hidden={hidden} onChange={setHidden} />
      ))}
      <PublicView law={law} form={form} draft={draft} publication={publication} />
      <div className="foot">
        <span className="saved num">遮盖 {hidden.length} 处，公示 {publication.fields.length} 项</span>
        <button type="button" className="btn sec" onClick={onLeave}>返回</button>
        <button type="button" className="btn pri" onClick={() => void review()}>核对并签名公示</button>
      </div>
      {prepared !== null && (
        <SignDialog prepared={prepared} law={law} form={law.forms[step.form]} person={person} onSign={sign} onClose={() => setPrepared(null)} />
      )}
    </div>
  );
}

function TextPair({title, name, body, hidden, onChange}: {
  title: string; name: string; body: Json[]; hidden: Hidden[]; onChange: (next: Hidden[]) => void;
}) {
  const here = hidden.filter((each) => each.text === name);
  const toggle = (at: number, n: number): void => onChange(here.some((each) => each.at === at) ?
    hidden.filter((each) => !(each.text === name && each.at === at)) :
    [...hidden, {text: name, at, n, reason: 'privacy', label: kReasons['privacy']!}]);
  const add = (found: {at: number; n: number}[], reason: string): void => onChange([...hidden,
    ...found.filter((one) => !here.some((each) => overlaps(each, one))).map((one) => ({...one, text: name, reason, label: kReasons[reason]!}))]);
  return (
    <section className="pair-view" aria-label={title}>
      <div className="paper">
        <h3>{title} · 原文</h3>
        <Body body={body}>{(run) => (run.kind === 'piece'
          ? <button type="button" className="piece" aria-pressed={here.some((each) => each.at === run.at)} onClick={() => toggle(run.at, run.n)}>{run.text}</button>
          : <Cut run={run} hidden={here} shown={(text, cut) => (cut === undefined ? text :
              <button type="button" className="piece" aria-pressed onClick={() => toggle(cut.at, cut.n)}>{text}</button>)} />)}
        </Body>
      </div>
      <div className="paper">
        <h3>{title} · 公示</h3>
        <Body body={body}>{(run) => (
          <Cut run={run} hidden={here} shown={(text, cut) => (cut === undefined ? text :
            <span className="bar-hidden" role="img" aria-label={`此处依法不公开：${cut.label}`}>{cut.label}</span>)} />
        )}</Body>
      </div>
      <HideMore body={body} onHide={add} title={title} />
    </section>
  );
}

/** Paragraphs of a body, run by run. */
function Body({body, children}: {body: Json[]; children: (run: ReturnType<typeof runsOf>[number]) => React.ReactNode}) {
  const paragraphs: ReturnType<typeof runsOf>[] = [];
  for (const run of runsOf(body)) {
    if (run.kind === 'mark' || paragraphs.length === 0) paragraphs.push([]);
    if (run.kind !== 'mark') paragraphs.at(-1)!.push(run);
  }
  return <>{paragraphs.map((runs, i) => <p key={i}>{runs.map((run) => <span key={run.at}>{children(run)}</span>)}</p>)}</>;
}

/** A run in the parts that are shown and those that are hidden. */
function Cut({run, hidden, shown}: {
  run: ReturnType<typeof runsOf>[number]; hidden: Hidden[]; shown: (text: string, cut: Hidden | undefined) => React.ReactNode;
}) {
  const letters = run.kind === 'text' ? [...run.text] : [run.text];
  const out: React.ReactNode[] = [];
  for (let from = 0; from < letters.length;) {
    const cut = hidden.find((each) => overlaps(each, {at: run.at + from, n: 1}));
    const next = cut === undefined ? Math.min(letters.length, ...hidden.map((each) => each.at - run.at).filter((at) => at > from)) : cut.at + cut.n - run.at;
    out.push(<span key={from}>{shown(letters.slice(from, next).join(''), cut)}</span>);
    from = next;
  }
  return <>{out}</>;
}

function HideMore({body, title, onHide}: {body: Json[]; title: string; onHide: (found: {at: number; n: number}[], reason: string) => void}) {
  const [wanted, setWanted] = useState('');
  const [reason, setReason] = useState('privacy');
  const found = placesOf(body, wanted.trim());
  return (
    <form className="row hide-more" onSubmit={(event) => { event.preventDefault(); onHide(found, reason); setWanted(''); }}>
      <label>另外遮盖<span className="vh">{title}中的文字</span> <Input value={wanted} onChange={(event) => setWanted(event.target.value)} className="short" /></label>
      <label>理由 <select value={reason} onChange={(event) => setReason(event.target.value)}>
        {Object.entries(kReasons).map(([key, word]) => <option key={key} value={key}>{word}</option>)}
      </select></label>
      <button type="submit" className="btn sec sm" disabled={found.length === 0}>遮盖{found.length > 0 ? ` ${found.length} 处` : ''}</button>
      {wanted.trim() !== '' && found.length === 0 && <span className="soft small" role="status">原文中没有这段文字</span>}
    </form>
  );
}
