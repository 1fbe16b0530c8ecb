// What of a draft the public sees (redactable-text.md §3, proof.md): which fields, which texts, and the digest that the
// signature of the publication covers. The office computes the same and refuses anything else.
import {base64, fromBase64, utf8} from '@ledger/bytes';
import {type Json, canonical} from '@ledger/json';
import {sm3} from '@ledger/sm3';
import {type Redaction, publishText} from '@ledger/text';

import type {Form} from '../api/queries';

export interface Hidden extends Redaction {
  /** Name of the draft's text: doc.facts. */
  text: string;
}

export interface Draft {
  fields: Record<string, Json>;
  texts: Record<string, {body: Json[]; seed: string}>;
}

export interface Publication {
  fields: string[];
  texts: Record<string, Json>;
  /** base64 of SM3 over the canonical texts. */
  digest: string;
}

/** Reasons of redactable-text.md §3, with the label that stands in the place of what is hidden. */
export const kReasons: Readonly<Record<string, string>> = {
  privacy: '个人信息', health: '敏感个人信息', minor: '未成年人', third: '第三人信息', trade: '商业秘密',
  secret: '国家秘密及安全', process: '执法案卷信息', other: '其他',
};

const fieldOf = (form: Form, name: string) =>
  form.fields.find((field) => field.name === name || (field.repeated && name.startsWith(`${field.name}.`)));

/** Publishable fields that are there; one with a public substitute gives way to it. */
export function shownFields(form: Form, draft: Draft): string[] {
  const names = Object.keys(draft.fields).filter((name) => name.startsWith('doc.')).sort();
  return names.filter((name) => {
    const field = fieldOf(form, name);
    return field?.publishable === true && (field.substitute === '' || !names.includes(field.substitute));
  });
}

const inOrder = (a: Hidden, b: Hidden): number => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.at - b.at);

/** As the record has them: ascending by text and place. */
export const redactionsJson = (hidden: readonly Hidden[]): Json[] =>
  [...hidden].sort(inOrder).map(({at, label, n, reason, text}) => ({at, l: label, n, r: reason, text}));

export function publicationOf(form: Form, draft: Draft, hidden: readonly Hidden[]): Publication {
  const fields = shownFields(form, draft);
  const sorted = [...hidden].sort(inOrder);
  const texts: Record<string, Json> = {};
  for (const name of Object.keys(draft.texts).sort()) {
    if (!fields.includes(name)) continue;
    const {body, seed} = draft.texts[name]!;
    texts[name] = publishText(body, fromBase64(seed)!, sorted.filter((each) => each.text === name));
  }
  return {fields, texts, digest: base64(sm3(utf8(canonical(texts))))};
}

/** One thing that is shown or hidden as a whole: a piece, a run of characters, or the beginning of a paragraph. */
export interface Run {
  kind: 'mark' | 'piece' | 'text';
  text: string;
  /** In units. */
  at: number;
  n: number;
}

export function runsOf(body: readonly Json[]): Run[] {
  let at = 0;
  return body.map((item) => {
    const {t, a} = item as {t?: string; a?: string};
    const run: Run = t !== undefined ? {kind: 'text', text: t, at, n: [...t].length} :
      {kind: a === undefined ? 'mark' : 'piece', text: a ?? '', at, n: 1};
    at += run.n;
    return run;
  });
}

/** Every place of `wanted` in the runs of plain text. */
export function placesOf(body: readonly Json[], wanted: string): {at: number; n: number}[] {
  const n = [...wanted].length;
  if (n === 0) return [];
  return runsOf(body).filter((run) => run.kind === 'text').flatMap((run) => {
    const out: {at: number; n: number}[] = [];
    for (let from = run.text.indexOf(wanted); from >= 0; from = run.text.indexOf(wanted, from + wanted.length))
      out.push({at: run.at + [...run.text.slice(0, from)].length, n});
    return out;
  });
}

export const overlaps = (a: {at: number; n: number}, b: {at: number; n: number}): boolean => a.at < b.at + b.n && b.at < a.at + a.n;
