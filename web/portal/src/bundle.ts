// Disclosure bundles (transparency-log.md §3): what a record reveals, under what it committed.

import {compare, equal, fromBase64, fromBase64url, fromUtf8, utf8} from '../../shared/ledger/bytes';
import {type Json, canonical, hasExactly, isObject, isStrings, parseCanonical} from '../../shared/ledger/json';
import {leafHash, rootOf} from '../../shared/ledger/merkle';
import {sm3} from '../../shared/ledger/sm3';

export interface Revealed {
  fields: Map<string, Json>;
  /** Digest of each revealed field. */
  digestOf: Map<string, Uint8Array>;
  digests: Uint8Array[];
  leaf: Uint8Array;
  /** Root inside the entry: of a draft, the draft root. */
  root: string;
}

const kEntryBytesMax = 65535;

const powerOfTwo = (n: number): boolean => n >= 16 && n <= 4096 && (n & (n - 1)) === 0;

function readDisclosure(text: string): {name: string; value: Json} | null {
  const bytes = fromBase64url(text);
  if (bytes === null) return null;
  try {
    const triple = parseCanonical(fromUtf8(bytes));
    if (!Array.isArray(triple) || triple.length !== 3) return null;
    const [salt, name, value] = triple as [Json, Json, Json];
    if (typeof salt !== 'string' || typeof name !== 'string') return null;
    return (fromBase64url(salt)?.length ?? 0) >= 16 ? {name, value} : null;
  } catch {
    return null;
  }
}

function readEntry(bytes: Uint8Array, n: number): string | null {
  if (bytes.length === 0 || bytes.length > kEntryBytesMax) return null;
  try {
    const entry = parseCanonical(fromUtf8(bytes));
    if (!hasExactly(entry, ['alg', 'n', 'root', 't', 'v'])) return null;
    const good = entry['alg'] === 'sm3' && entry['t'] === 'rec' && entry['v'] === 1 && entry['n'] === n;
    return good && typeof entry['root'] === 'string' ? entry['root'] : null;
  } catch {
    return null;
  }
}

function readDigests(list: string[]): Uint8Array[] | null {
  const digests = list.map(fromBase64);
  for (let i = 0; i < digests.length; i++) {
    if (digests[i]?.length !== 32) return null;
    if (i > 0 && compare(digests[i - 1]!, digests[i]!) >= 0) return null;
  }
  return digests as Uint8Array[];
}

/** Every check of §3 that needs no checkpoint; null when one fails. */
export function openBundle(bundle: Json | undefined): Revealed | null {
  if (!isObject(bundle)) return null;
  const names = ['alg', 'digests', 'disclosures', 'entry', 'v'];
  if (!hasExactly(bundle, names) && !hasExactly(bundle, [...names, 'proof'])) return null;
  const {alg, v, entry, digests: list, disclosures} = bundle;
  if (alg !== 'sm3' || v !== 1 || typeof entry !== 'string' || !isStrings(list) || !isStrings(disclosures)) return null;
  const bytes = fromBase64(entry);
  if (bytes === null || !powerOfTwo(list.length)) return null;
  const root = readEntry(bytes, list.length);
  const digests = readDigests(list);
  if (root === null || digests === null) return null;
  const committed = fromBase64(root);
  if (committed === null || !equal(rootOf(digests), committed)) return null;
  const revealed: Revealed = {fields: new Map(), digestOf: new Map(), digests, leaf: leafHash(bytes), root};
  return disclosures.every((text) => reveal(text, revealed)) ? revealed : null;
}

function reveal(text: string, into: Revealed): boolean {
  const field = readDisclosure(text);
  if (field === null || into.fields.has(field.name)) return false;
  const digest = sm3(utf8(text));
  if (!into.digests.some((one) => equal(one, digest))) return false;
  into.fields.set(field.name, field.value);
  into.digestOf.set(field.name, digest);
  return true;
}

export const textOf = (revealed: Revealed, name: string): string => {
  const value = revealed.fields.get(name);
  return typeof value === 'string' ? value : '';
};

export const sameJson = (a: Json | undefined, b: Json | undefined): boolean =>
  a !== undefined && b !== undefined && canonical(a) === canonical(b);
