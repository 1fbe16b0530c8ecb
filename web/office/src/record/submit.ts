// From a filled form to a receipt.
import {base64} from '@ledger/bytes';
import type {Json} from '@ledger/json';
import {sm3} from '@ledger/sm3';

import {type Schemas, api, take} from '../api/client';
import type {KeptText} from '../forms/values';
import {signWith} from '../signing/key';
import {type Field, type Unsigned, actMessage, prepareAct, random, unsignedAct, withSignature} from './act';

export type Receipt = Schemas['Receipt'];

/** Everything that a signature will cover, fixed before a person reads it. */
export interface Prepared {
  kind: string;
  stream: string;
  step: string;
  title: string;
  signed: boolean;
  key: string;
  expectedPos: number;
  act: Unsigned;
  texts: Record<string, KeptText>;
  /** Of this very record: sent again after no answer came, it is answered with the first receipt. */
  idempotencyKey: string;
}

interface Wanted {
  kind: string;
  stream: string;
  step: {step: string; title: string; role: string; signed: boolean};
  /** The office's own time: the machine's may be wrong. */
  at: string;
  key: string;
  expectedPos: number;
  digests: number;
  fields: Field[];
  texts: Record<string, KeptText>;
}

const kIdempotencyBytes = 16;

export function prepare({kind, stream, step, at, key, expectedPos, digests, fields, texts}: Wanted): Prepared {
  const reserved: [string, Json][] =
    [['stream', stream], ['step', step.step], ['at', at], ['actor', key], ['role', step.role]];
  return {
    kind, stream, step: step.step, title: step.title, signed: step.signed, key, expectedPos, texts,
    act: prepareAct([...reserved, ...fields], digests), idempotencyKey: base64(random(kIdempotencyBytes)),
  };
}

/** SM3 of the message that is signed. */
export const fingerprint = ({act, key}: Prepared): string => base64(sm3(actMessage(act.digests, key)));

/** Signs, where the step is signed, and hands the record in. Throws Refused, Unreachable. */
export function submit(prepared: Prepared): Promise<Receipt> {
  const {kind, stream, act, key, signed} = prepared;
  const done = signed ? withSignature(act, key, signWith(key, actMessage(act.digests, key))) : unsignedAct(act);
  const body = {act: done, expected_pos: prepared.expectedPos, texts: prepared.texts};
  return take(api.POST('/api/streams/{kind}/{id}/records', {
    params: {path: {kind, id: stream}},
    headers: {'Idempotency-Key': prepared.idempotencyKey},
    body: body as unknown as Schemas['Submission'],
  }));
}
