// A step of a procedure as a form: typed, kept, checked, read again, signed, recorded.
import {KeyError} from '@keys';
import {useQuery, useQueryClient} from '@tanstack/react-query';
import {useEffect, useRef, useState} from 'react';

import {Refused, type Refusal, Unreachable, api, take} from '../api/client';
import {type About, type FormField, type Law, type Person, type Stream, documents, kAfterRecord, stream as streamQuery} from '../api/queries';
import {Failed, Refusals} from '../parts/states';
import {type Prepared, type Receipt, prepare, submit} from '../record/submit';
import {SignDialog} from '../signing/sign_dialog';
import {dropDraft, saveDraft, savedDraft} from './draft_store';
import {FieldView, idOf} from './field';
import {type AnyStep, fieldsToFill, formOf, ownFields} from './step_fields';
import {type Faults, type Value, type Values, check, write} from './values';

export interface StepFormProps {
  law: Law;
  about: About;
  person: Person;
  step: AnyStep;
  kind: string;
  procedure: string;
  /** Of the stream; of a new one, drawn when the form was opened. */
  id: string;
  /** undefined: this step opens the stream. */
  state: Stream | undefined;
  onDone: (receipt: Receipt) => void;
  onLeave: () => void;
}

/** A refusal that names a field belongs to the field: its title stands in 「“…”」. */
function ofField(fields: FormField[], refusal: Refusal): string | null {
  if (!refusal.code.startsWith('field.')) return null;
  return fields.find((field) => refusal.say.includes(`“${field.title}”`))?.name ?? null;
}

/** Where drafts of this form are kept. */
const placeOf = ({state, id, step, procedure}: StepFormProps): string =>
  state === undefined ? `new.${procedure}.${step.step}` : `${id}.${step.step}`;

function useDraft(login: string, place: string) {
  const [values, setValues] = useState<Values>(() => savedDraft(login, place));
  const dirty = Object.keys(values).length > 0;
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
  const set = (name: string, value: Value): void => setValues((before) => {
    const next = {...before, [name]: value};
    saveDraft(login, place, next);
    return next;
  });
  const drop = (): void => {
    dropDraft(login, place);
    setValues({});
  };
  return {values, set, drop, dirty};
}

function useIssued(id: string, wanted: boolean): string | undefined {
  const all = useQuery({...documents, enabled: wanted}).data?.documents ?? [];
  return all.find((document) => document.stream === id && document.state !== 'revoked')?.sm3;
}

export function StepForm(props: StepFormProps) {
  const {law, about, person, step, kind, procedure, id, state, onDone, onLeave} = props;
  const client = useQueryClient();
  const fields = fieldsToFill(law, step);
  const form = formOf(law, step);
  const draft = useDraft(person.login, placeOf(props));
  const issued = useIssued(id, form?.fields.some((field) => field.name === 'doc.sm3') ?? false);
  const [faults, setFaults] = useState<Faults>({});
  const [trouble, setTrouble] = useState<unknown>(null);
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const top = useRef<HTMLDivElement>(null);

  function show(found: Faults): void {
    setFaults(found);
    const [first] = Object.keys(found);
    if (first !== undefined) document.getElementById(idOf(first))?.focus();
  }

  async function review(): Promise<void> {
    setTrouble(null);
    const found = check(fields, draft.values);
    show(found);
    if (Object.keys(found).length > 0) return;
    const written = write(fields, draft.values);
    try {
      const now = await take(api.GET('/api/clock'));
      setPrepared(prepare({
        kind, stream: id, step, at: now.now ?? '', key: person.key?.id ?? '', expectedPos: state?.next_pos ?? 0,
        digests: form?.digests ?? 0, texts: written.texts,
        fields: [...ownFields({law, about, step, procedure, state, issued}), ...written.fields],
      }));
    } catch (error) {
      setTrouble(error);
    }
  }

  async function sign(): Promise<void> {
    try {
      const receipt = await submit(prepared!);
      draft.drop();
      setPrepared(null);
      await Promise.all(kAfterRecord.map((queryKey) => client.invalidateQueries({queryKey})));
      onDone(receipt);
    } catch (error) {
      // Both are the dialog's to say: what was prepared stays, so that a second try is the same record.
      if (error instanceof KeyError || error instanceof Unreachable) throw error;
      setPrepared(null);
      await refused(error as Error);
    }
  }

  async function refused(error: Error): Promise<void> {
    setTrouble(error);
    const found: Faults = {};
    for (const refusal of error instanceof Refused ? error.refusals : []) {
      const name = ofField(fields, refusal);
      if (name !== null) found[name] = refusal.say + refusal.remedy;
    }
    show(found);
    if (isStale(error)) await client.invalidateQueries({queryKey: streamQuery(kind, id).queryKey});
    top.current?.focus();
  }

  return (
    <>
    <form noValidate onSubmit={(event) => { event.preventDefault(); void review(); }}>
      <div ref={top} tabIndex={-1} className="said"><Trouble error={trouble} fields={fields} /></div>
      {fields.length === 0 && <p className="in soft">这一步不需要另外填写内容。</p>}
      <div className="fields">
        {fields.map((field) => (
          <FieldView key={field.name} field={field} path={field.name} value={draft.values[field.name]} faults={faults}
            onChange={(value) => draft.set(field.name, value)} />
        ))}
      </div>
      <div className="foot">
        <span className="saved" role="status">{draft.dirty ? '草稿已保存在本标签页' : ''}</span>
        {draft.dirty && <button type="button" className="btn txt" onClick={draft.drop}>清空</button>}
        <button type="button" className="btn sec" onClick={onLeave}>返回</button>
        <button type="submit" className="btn pri">{step.signed ? '核对并签名' : '核对并提交'}</button>
      </div>
    </form>
    {prepared !== null && (
      <SignDialog prepared={prepared} law={law} form={form} person={person} onSign={sign} onClose={() => setPrepared(null)} />
    )}
    </>
  );
}

const isStale = (error: unknown): boolean =>
  error instanceof Refused && (error.code === 'stale_position' || error.code === 'position_taken');

function Trouble({error, fields}: {error: unknown; fields: FormField[]}) {
  if (error === null) return null;
  if (isStale(error)) {
    return (
      <div className="note due" role="alert">
        <b>您填写期间，这件案件有了新的记录</b>
        <p>左侧的全过程已经更新，您填写的内容都还在。请看过新的记录以后，再核对并签名。</p>
      </div>
    );
  }
  if (!(error instanceof Refused) || error.refusals.length === 0) return <Failed error={error} />;
  const others = error.refusals.filter((refusal) => ofField(fields, refusal) === null);
  return (
    <div className="note stop" role="alert">
      <b>没有写入：{error.problem.title}</b>
      {others.length < error.refusals.length && <p>有 {error.refusals.length - others.length} 项填写有问题，已在下面标出。</p>}
      <Refusals list={others} />
    </div>
  );
}

