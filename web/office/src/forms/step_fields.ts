// Which fields of a step a person fills in, and what the client fills in by itself (as every client must).

import type {Json} from '@ledger/json';

import type {About, Form, FormField, Law, Step, Stream} from '../api/queries';
import {makers} from '../law/course';

/** The part of a step that lawbook and stream have in common. */
export type AnyStep = Pick<Step, 'step' | 'title' | 'role' | 'form' | 'draft' | 'seen' | 'signed' | 'opens' | 'source' |
  'handlers_at_least' | 'recording' | 'stage'>;

/** Derived from the record or from the document, never typed. */
const kByClient = new Set([
  'procedure', 'doc.form', 'doc.sm3', 'confirms', 'pub.fields', 'pub.texts', 'pub.redactions', 'seal.series', 'seal.form',
]);

export const formOf = (law: Law, step: AnyStep): Form | undefined => law.forms[step.form];

/** `handlers` belongs to the course and stands in no form. */
function handlersField(step: AnyStep): FormField {
  return {
    name: 'handlers', title: '办案人员', type: 'holders', required: true, repeated: false, members: [], options: {},
    help: `至少 ${step.handlers_at_least} 名，都应当持有有效的执法证件。`, publishable: false,
    source: ['行政处罚法 第四十二条'], substitute: '', visibility: 'course',
  };
}

export function fieldsToFill(law: Law, step: AnyStep): FormField[] {
  const own = (formOf(law, step)?.fields ?? []).filter((field) => !kByClient.has(field.name));
  return step.handlers_at_least > 0 ? [handlersField(step), ...own] : own;
}

export interface Circumstances {
  law: Law;
  about: About;
  step: AnyStep;
  procedure: string;
  /** undefined for the first record of a stream. */
  state: Stream | undefined;
  /** Of the issued document, where the step serves it. */
  issued: string | undefined;
}

/** The newest draft of the stream: reviews and decisions name it. */
const draftOf = (state: Stream | undefined): string => state?.drafts['proposed'] ?? '';

/** The fields no one types, in the order in which every client writes them. */
export function ownFields({law, about, step, procedure, state, issued}: Circumstances): [string, Json][] {
  const out: [string, Json][] = [];
  const asked = new Set((formOf(law, step)?.fields ?? []).map((field) => field.name));
  if (step.seen) out.push(['seen', state?.head ?? '']);
  if (step.draft !== undefined && !step.draft.makes) out.push(['draft', draftOf(state)]);
  if (step.opens) out.push(['procedure', procedure]);
  if (asked.has('doc.form')) out.push(['doc.form', {edition: law.rules, form: step.form}]);
  if (asked.has('doc.sm3')) out.push(['doc.sm3', issued ?? '']);
  if (asked.has('confirms')) out.push(['confirms', state?.head ?? '']);
  const sealed = draftForm(law, state);
  if (asked.has('seal.form')) out.push(['seal.form', sealed?.name ?? '']);
  if (asked.has('seal.series'))
    out.push(['seal.series', `${about.code_word}${sealed?.number ?? ''}〔${(state?.now ?? '').slice(0, 4)}〕`]);
  return out;
}

/** The form of the newest draft, by the step that made it. */
function draftForm(law: Law, state: Stream | undefined): Form | undefined {
  const made = makers(law);
  const maker = state?.records.findLast((record) => record.void !== true && made.has(record.step));
  return maker === undefined ? undefined : law.forms[made.get(maker.step)!];
}
