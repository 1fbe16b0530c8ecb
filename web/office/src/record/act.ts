// Making a record (transparency-log.md §3, §3c): each field under a salt of its own, decoys up to a power of two, and a
// signature over what was committed, not over what it says. The registrar adds five digests and touches nothing.

import {base64, base64url, compare, concat, equal, utf8} from '@ledger/bytes';
import {type Json, canonical} from '@ledger/json';
import {sm3} from '@ledger/sm3';

const kSaltBytes = 16;
const kDecoyBytes = 32;
const kRegistrarDigests = 5;
const kDigestsMin = 16;
const kDigestsMax = 4096;
const kDecoy = utf8('mingjing-decoy/v1\n');
const kAct = utf8('mingjing-act/v1\n');
const kByRegistrar = ['pos', 'prev', 'rules', 'recorded', 'sig'];

export type Field = readonly [name: string, value: Json];
export type Random = (bytes: number) => Uint8Array;

/** What the office is sent. */
export interface Act {
  n: number;
  disclosures: string[];
  /** base64 of 32 bytes each. */
  decoys: string[];
}

/** A record that waits for its signature. */
export interface Unsigned extends Act {
  fields: Field[];
  /** All digests that the signature covers, ascending. */
  digests: Uint8Array[];
}

export const random: Random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

export const disclosure = (salt: Uint8Array, name: string, value: Json): string =>
  base64url(utf8(canonical([base64url(salt), name, value])));
export const disclosureDigest = (text: string): Uint8Array => sm3(utf8(text));

/** Smallest power of two ≥ max(16, fields + 5, what the form asks for). */
export function digestsFor(fields: number, least: number): number {
  let n = kDigestsMin;
  while (n < fields + kRegistrarDigests || n < least) n *= 2;
  return n;
}

/** Throws when a name occurs twice, is the registrar's, or the record is too large: our own mistakes. */
export function prepareAct(fields: Field[], least: number, draw: Random = random): Unsigned {
  const names = fields.map(([name]) => name);
  if (new Set(names).size !== names.length || names.some((name) => kByRegistrar.includes(name)))
    throw new Error('a field twice, or one of the registrar');
  const n = digestsFor(fields.length, least);
  if (n > kDigestsMax) throw new Error('too many fields');
  const disclosures = fields.map(([name, value]) => disclosure(draw(kSaltBytes), name, value));
  const decoys = Array.from({length: n - kRegistrarDigests - fields.length}, () => draw(kDecoyBytes));
  const digests = [...disclosures.map(disclosureDigest), ...decoys.map((decoy) => sm3(concat(kDecoy, decoy)))];
  digests.sort(compare);
  if (digests.some((digest, i) => i > 0 && equal(digest, digests[i - 1]!))) throw new Error('a digest twice');
  return {n, fields, disclosures, decoys: decoys.map(base64), digests};
}

export const actMessage = (digests: Uint8Array[], key: string): Uint8Array =>
  concat(kAct, utf8(canonical({digests: digests.map(base64), key})));

/** The act with its signature as the last disclosure. */
export function withSignature(act: Unsigned, key: string, signature: Uint8Array, draw: Random = random): Act {
  const sig = disclosure(draw(kSaltBytes), 'sig', {key, sig: base64(signature)});
  return {n: act.n, disclosures: [...act.disclosures, sig], decoys: act.decoys};
}

export const unsignedAct = ({n, disclosures, decoys}: Unsigned): Act => ({n, disclosures, decoys});
