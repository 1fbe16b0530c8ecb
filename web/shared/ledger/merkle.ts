// The tree of RFC 6962/9162 over SM3 (transparency-log.md §1).

import {concat, equal} from './bytes';
import {sm3} from './sm3';

const kLeaf = Uint8Array.of(0);
const kNode = Uint8Array.of(1);

export const leafHash = (entry: Uint8Array): Uint8Array => sm3(concat(kLeaf, entry));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sm3(concat(kNode, left, right));

/** Largest power of two below n, n > 1. */
export function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Root over entries. */
export function rootOf(entries: Uint8Array[]): Uint8Array {
  if (entries.length === 0) return sm3(new Uint8Array());
  if (entries.length === 1) return leafHash(entries[0]!);
  const k = split(entries.length);
  return nodeHash(rootOf(entries.slice(0, k)), rootOf(entries.slice(k)));
}

/** RFC 9162 §2.1.3.2. Indexes go to 2^53, so halving is done by arithmetic, not by 32-bit shifts. */
export function verifyInclusion(
  index: number, size: number, leaf: Uint8Array, path: Uint8Array[], root: Uint8Array,
): boolean {
  if (index >= size || path.length > 63) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  const half = (): void => {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  };
  for (const sibling of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) half();
    } else {
      hash = nodeHash(hash, sibling);
    }
    half();
  }
  return sn === 0 && equal(hash, root);
}
