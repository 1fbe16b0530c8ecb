// Signed acts and the keys that may sign them (transparency-log.md §3b, §3c).

import {type Revealed, textOf} from './bundle';
import {base64, concat, equal, fromBase64, fromBase64url, utf8} from '../../shared/ledger/bytes';
import {type Json, canonicalBytes, hasExactly, isObject, isStrings} from '../../shared/ledger/json';
import {verifySm2} from './sm2';
import {sm3} from '../../shared/ledger/sm3';

export interface Step {
  index: number;
  pos: number;
  hidden: boolean;
  stream: string;
  prev: string;
  step: string;
  actor: string;
  role: string;
  draft: string;
  seen: string;
  at: number;
  recorded: number;
  revealed: Revealed;
}

export interface Key {
  pub: Uint8Array;
  holder: string;
  roles: string[];
  from: number | null;
  retired: number | null;
}

const kAlways = ['stream', 'step', 'at', 'actor', 'role', 'pos', 'prev', 'rules', 'recorded'];
const kFive = ['sig', 'pos', 'prev', 'rules', 'recorded'];

const isHash = (text: Json | undefined): boolean => typeof text === 'string' && fromBase64(text)?.length === 32;
const isCode = (text: Json | undefined): boolean => typeof text === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(text);
const isStreamId = (text: Json | undefined): boolean =>
  typeof text === 'string' && fromBase64url(text)?.length === 16;

/** Milliseconds; null unless it is `YYYY-MM-DDThh:mm:ss+08:00` of a day that exists. */
export function instant(text: Json | undefined): number | null {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(text)) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  return new Date(time + 8 * 3600e3).toISOString().slice(0, 19) === text.slice(0, 19) ? time : null;
}

function goodTypes(fields: Map<string, Json>): boolean {
  const pos = fields.get('pos');
  const prev = fields.get('prev');
  const good = isStreamId(fields.get('stream')) && typeof pos === 'number' && pos >= 0 &&
    (isHash(prev) || (prev === '' && pos === 0));
  if (!good || !fields.has('step')) return good;
  const sig = fields.get('sig');
  return kAlways.every((name) => fields.has(name)) && isCode(fields.get('step')) && isCode(fields.get('role')) &&
    isHash(fields.get('actor')) && isHash(fields.get('rules')) &&
    instant(fields.get('at')) !== null && instant(fields.get('recorded')) !== null &&
    (!fields.has('draft') || isHash(fields.get('draft'))) && (!fields.has('seen') || isHash(fields.get('seen'))) &&
    (sig === undefined || (hasExactly(sig, ['key', 'sig']) && typeof sig['key'] === 'string' && typeof sig['sig'] === 'string'));
}

/** A record as a viewer of proofs sees it: its full structure, or exactly stream, pos and prev. Null otherwise. */
export function readStep(revealed: Revealed, index: number): Step | null {
  const {fields} = revealed;
  if (!goodTypes(fields)) return null;
  const hidden = !fields.has('step');
  if (hidden && fields.size !== 3) return null;
  const text = (name: string): string => textOf(revealed, name);
  return {
    index, hidden, revealed, pos: fields.get('pos') as number, stream: text('stream'), prev: text('prev'),
    step: text('step'), actor: text('actor'), role: text('role'), draft: text('draft'), seen: text('seen'),
    at: instant(fields.get('at')) ?? 0, recorded: instant(fields.get('recorded')) ?? 0,
  };
}

export class Keys {
  private readonly keys = new Map<string, Key>();

  add(id: string, key: Key): void {
    this.keys.set(id, key);
  }

  /** The key, when it was good for a record at `index`. */
  goodAt(id: string, index: number): Key | null {
    const key = this.keys.get(id);
    if (key === undefined || (key.from !== null && index <= key.from)) return null;
    return key.retired !== null && index > key.retired ? null : key;
  }

  granted(id: string, role: string, index: number): boolean {
    return this.goodAt(id, index)?.roles.includes(role) ?? false;
  }

  get(id: string): Key | undefined {
    return this.keys.get(id);
  }
}

export const keyId = (pub: Uint8Array): string => base64(sm3(concat(utf8('mingjing-key/v1\n'), pub)));

export type Fault = {code: string; pos: number} | null;

/** `actor` where a signature is shown: of the actor's own key, enrolled and with this role. */
export function checkActor(step: Step, keys: Keys): Fault {
  const sig = step.revealed.fields.get('sig');
  if (!isObject(sig)) return null;
  const good = sig['key'] === step.actor && keys.granted(step.actor, step.role, step.index);
  return good ? null : {code: 'actor', pos: step.pos};
}

/** `sig`: SM2 over all digests but the five that came with recording. */
export function checkSignature(step: Step, keys: Keys): Fault {
  const sig = step.revealed.fields.get('sig');
  if (!isObject(sig)) return null;
  const fault = {code: 'sig', pos: step.pos};
  const five = kFive.map((name) => step.revealed.digestOf.get(name));
  const act = step.revealed.digests.filter((digest) => !five.some((one) => one !== undefined && equal(one, digest)));
  if (act.length + 5 !== step.revealed.digests.length) return fault;
  const body = canonicalBytes({digests: act.map(base64), key: step.actor});
  const signature = fromBase64(String(sig['sig']));
  const key = keys.goodAt(step.actor, step.index);
  if (key === null || signature === null) return fault;
  return verifySm2(key.pub, concat(utf8('mingjing-act/v1\n'), body), signature) ? null : fault;
}

/** The course of one stream up to `order`; `replay` over all digests. */
export function checkCourse(steps: Step[]): Fault {
  const find = (code: string, bad: (step: Step, i: number) => boolean): Fault => {
    const i = steps.findIndex(bad);
    return i < 0 ? null : {code, pos: steps[i]!.pos};
  };
  const seen = new Set<string>();
  let recorded = 0;
  return (
    find('stream', (step) => step.stream !== steps[0]!.stream) ??
    find('pos', (step, i) => step.pos !== i) ??
    find('prev', (step, i) => step.prev !== (i === 0 ? '' : base64(steps[i - 1]!.revealed.leaf))) ??
    find('replay', (step) => step.revealed.digests.some((digest) => {
      const text = base64(digest);
      const again = seen.has(text);
      seen.add(text);
      return again;
    })) ??
    find('order', (step, i) => {
      if (i > 0 && step.index <= steps[i - 1]!.index) return true;
      if (step.hidden) return false;
      const bad = step.recorded < recorded || step.at > step.recorded + 5 * 60e3;
      recorded = step.recorded;
      return bad;
    })
  );
}

const kKeeper = 'key_keeper';

export interface KeyRecord {
  revealed: Revealed;
  index: number;
}

/** All streams of kind `key`, each event at its index (transparency-log.md §3c Keys); false when one does not fit. */
export function enrolAll(streams: KeyRecord[][], keys: Keys): boolean {
  const events = streams.flatMap((stream) => [
    {index: stream[1]?.index ?? -1, run: () => enrol(stream, keys)},
    ...stream.slice(2).map((record) => ({index: record.index, run: () => retire(stream, keys)})),
  ]);
  events.sort((a, b) => a.index - b.index);
  return events.every((event) => event.run());
}

function read(stream: KeyRecord[]): Step[] | null {
  const steps = stream.map((record) => readStep(record.revealed, record.index));
  return steps.some((step) => step === null) || checkCourse(steps as Step[]) !== null ? null : (steps as Step[]);
}

function enrol(stream: KeyRecord[], keys: Keys): boolean {
  const [enrolment, confirmation] = read(stream) ?? [];
  if (!keeperAct(enrolment, 'enrol_key', keys) || !keeperAct(confirmation, 'confirm_key', keys)) return false;
  if (textOf(confirmation!.revealed, 'confirms') !== base64(enrolment!.revealed.leaf)) return false;
  const first = keys.goodAt(enrolment!.actor, enrolment!.index)!;
  const second = keys.goodAt(confirmation!.actor, confirmation!.index)!;
  const key = first.holder === second.holder ? null : described(enrolment!.revealed);
  if (key === null) return false;
  keys.add(textOf(enrolment!.revealed, 'key.id'), {...key, from: confirmation!.index});
  return true;
}

function retire(stream: KeyRecord[], keys: Keys): boolean {
  const [enrolment, , retirement] = read(stream) ?? [];
  if (!keeperAct(retirement, 'retire_key', keys)) return false;
  const key = keys.get(textOf(enrolment!.revealed, 'key.id'));
  if (key !== undefined) key.retired = retirement!.index;
  return key !== undefined;
}

function keeperAct(step: Step | undefined, name: string, keys: Keys): boolean {
  if (step === undefined || step.step !== name || step.role !== kKeeper || !step.revealed.fields.has('sig')) return false;
  return checkActor(step, keys) === null && checkSignature(step, keys) === null;
}

function described(revealed: Revealed): Key | null {
  const pub = fromBase64(textOf(revealed, 'key.pub'));
  const proof = fromBase64(textOf(revealed, 'key.proof'));
  const roles = revealed.fields.get('key.roles');
  const id = textOf(revealed, 'key.id');
  const holder = textOf(revealed, 'key.holder');
  if (pub?.length !== 65 || proof === null || !isStrings(roles) || !ascending(roles) || roles.length === 0) return null;
  if (id !== keyId(pub) || !isStreamId(holder)) return null;
  const message = concat(utf8('mingjing-enrol/v1\n'), canonicalBytes({holder, key: id, roles}));
  return verifySm2(pub, message, proof) ? {pub, holder, roles, from: null, retired: null} : null;
}

export const ascending = (list: string[]): boolean => list.every((item, i) => i === 0 || list[i - 1]! < item);
