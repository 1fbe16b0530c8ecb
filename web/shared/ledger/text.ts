// Redactable text: commitment, published form, and the one against the other (redactable-text.md §1–4).

import {base64, concat, equal, fromBase64, utf8} from './bytes';
import {type Json, type JsonObject, hasExactly, isObject} from './json';
import {split} from './merkle';
import {sm3} from './sm3';

const kUnitsMax = 1 << 20;
const kItemsMax = 65536;
const kLeaf = utf8('rtext-leaf/v1\n');
const kNode = utf8('rtext-node/v1\n');
const kSeed = utf8('rtext-seed/v1\n');
const kRoot = utf8('rtext-root/v1\n');

// Both ends included: invisible, reordering or without fixed look (§1).
const kForbidden = '0-1F 7F-9F AD 34F 61C 115F-1160 17B4-17B5 180E 200B-200F 2028-202E 2060-206F 3164 D800-F8FF FDD0-FDEF FEFF FFA0 FFF0-FFFF 1BCA0-1BCA3 1D173-1D17A E0000-E00FF E01F0-10FFFF'
  .split(' ')
  .map((range) => range.split('-').map((end) => parseInt(end, 16)))
  .map(([from, to]) => [from!, to ?? from!] as const);

function allowed(text: string): boolean {
  for (const letter of text) {
    const point = letter.codePointAt(0)!;
    if (kForbidden.some(([from, to]) => point >= from && point <= to)) return false;
    if (point >= 0x10000 && point < 0xe0000 && (point & 0xfffe) === 0xfffe) return false;
  }
  return true;
}

const length = (text: string): number => [...text].length;
const within = (text: Json | undefined, max: number): text is string =>
  typeof text === 'string' && text !== '' && text.length <= 2 * max && length(text) <= max;

/** Why a text cannot be committed: `item` (its form), `char` (a letter that is not allowed), `range` of a redaction. */
export class TextError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export type Unit = Uint8Array | null; // kind byte and bytes of a shown unit; null where one is hidden

/** Units of one item; an error code when its form is wrong. */
function unitsOf(item: Json, afterText: boolean): Unit[] | string {
  if (hasExactly(item, ['t'])) {
    if (typeof item['t'] !== 'string' || item['t'] === '' || afterText) return 'item';
    return allowed(item['t']) ? Array.from(item['t'], (letter) => utf8('c' + letter)) : 'char';
  }
  if (hasExactly(item, ['a'])) {
    if (!within(item['a'], 256)) return 'item';
    return allowed(item['a']) ? [utf8('a' + item['a'])] : 'char';
  }
  if (hasExactly(item, ['b'])) {
    return typeof item['b'] === 'string' && /^[a-z][a-z0-9]{0,15}$/.test(item['b']) ? [utf8('b' + item['b'])] : 'item';
  }
  if (!hasExactly(item, ['l', 'n', 'r'])) return 'item';
  const {l, n, r} = item;
  if (!within(l, 32) || typeof r !== 'string' || !/^[a-z][a-z0-9.]{0,31}$/.test(r)) return 'item';
  if (typeof n !== 'number' || n < 1 || n > kUnitsMax) return 'item';
  return allowed(l) ? new Array<Unit>(n).fill(null) : 'char';
}

class Cover {
  private seedsUsed = 0;
  private hashesUsed = 0;
  private readonly shownBefore: number[];

  constructor(private readonly units: Unit[], private readonly seeds: Uint8Array, private readonly hashes: Uint8Array) {
    this.shownBefore = [0];
    for (const unit of units) this.shownBefore.push(this.shownBefore.at(-1)! + (unit === null ? 0 : 1));
  }

  /** Takes as many seeds and hashes as visit() does, without hashing yet. */
  count(lo: number, hi: number): [number, number] {
    const shown = this.shownBefore[hi]! - this.shownBefore[lo]!;
    if (shown === hi - lo) return [1, 0];
    if (shown === 0) return [0, 1];
    const middle = lo + split(hi - lo);
    const left = this.count(lo, middle);
    const right = this.count(middle, hi);
    return [left[0] + right[0], left[1] + right[1]];
  }

  top(lo: number, hi: number): Uint8Array {
    const shown = this.shownBefore[hi]! - this.shownBefore[lo]!;
    if (shown === hi - lo) return this.grow(lo, hi, piece(this.seeds, this.seedsUsed++));
    if (shown === 0) return piece(this.hashes, this.hashesUsed++);
    const middle = lo + split(hi - lo);
    const left = this.top(lo, middle);
    return sm3(concat(kNode, left, this.top(middle, hi)));
  }

  private grow(lo: number, hi: number, seed: Uint8Array): Uint8Array {
    if (hi - lo === 1) return sm3(concat(kLeaf, seed, this.units[lo]!));
    const middle = lo + split(hi - lo);
    const left = this.grow(lo, middle, sm3(concat(kSeed, Uint8Array.of(0), seed)));
    return sm3(concat(kNode, left, this.grow(middle, hi, sm3(concat(kSeed, Uint8Array.of(1), seed)))));
  }
}

const piece = (bytes: Uint8Array, i: number): Uint8Array => bytes.subarray(32 * i, 32 * i + 32);

function rootOf(units: Unit[], cover: Cover): Uint8Array {
  const n = new Uint8Array(4);
  new DataView(n.buffer).setUint32(0, units.length);
  return sm3(concat(kRoot, n, units.length === 0 ? new Uint8Array() : cover.top(0, units.length)));
}

function unitsOfBody(body: Json[]): Unit[] {
  const units: Unit[] = [];
  body.forEach((item, i) => {
    const more = unitsOf(item, i > 0 && isObject(body[i - 1]) && Object.hasOwn(body[i - 1] as object, 't'));
    if (typeof more === 'string') throw new TextError(more);
    for (const unit of more) units.push(unit);
  });
  return units;
}

/** The field value that commits `body` under a fresh `seed` of 32 bytes (§2). Throws TextError. */
export function commitText(body: Json[], seed: Uint8Array): JsonObject {
  const units = unitsOfBody(body);
  const root = base64(rootOf(units, new Cover(units, seed, new Uint8Array())));
  return {alg: 'sm3', n: units.length, root, t: 'rtext', v: 1};
}

/** Seeds over what is shown, hashes over what is hidden, left to right (§3). */
function coverOf(units: Unit[], hidden: boolean[], seed: Uint8Array): {seeds: Uint8Array; hashes: Uint8Array} {
  const seeds: Uint8Array[] = [];
  const hashes: Uint8Array[] = [];
  const visit = (lo: number, hi: number, here: Uint8Array): void => {
    const count = hidden.slice(lo, hi).filter(Boolean).length;
    if (count === 0) seeds.push(here);
    else if (count === hi - lo) hashes.push(topOf(units.slice(lo, hi), here));
    else {
      const middle = lo + split(hi - lo);
      visit(lo, middle, sm3(concat(kSeed, Uint8Array.of(0), here)));
      visit(middle, hi, sm3(concat(kSeed, Uint8Array.of(1), here)));
    }
  };
  if (units.length > 0) visit(0, units.length, seed);
  return {seeds: concat(...seeds), hashes: concat(...hashes)};
}

const topOf = (units: Unit[], seed: Uint8Array): Uint8Array =>
  new Cover(units, seed, new Uint8Array()).top(0, units.length);

export interface Redaction {
  /** In units. */
  at: number;
  n: number;
  reason: string;
  label: string;
}

/** The items of a body, each as many units long as it says; a run of characters is cut where redactions begin and end. */
function publishedBody(body: Json[], redactions: Redaction[]): Json[] {
  const out: Json[] = [];
  let at = 0;
  let text = '';
  const flush = (): void => {
    if (text !== '') out.push({t: text});
    text = '';
  };
  const show = (unit: Json | string): void => {
    const hiding = redactions.find((item) => at >= item.at && at < item.at + item.n);
    if (hiding === undefined) {
      if (typeof unit === 'string') text += unit;
      else {
        flush();
        out.push(unit);
      }
    } else if (hiding.at === at) {
      flush();
      out.push({l: hiding.label, n: hiding.n, r: hiding.reason});
    }
    at++;
  };
  for (const item of body) {
    if (isObject(item) && typeof item['t'] === 'string') for (const letter of item['t']) show(letter);
    else show(item);
  }
  flush();
  return out;
}

/** The published form (§3). `redactions` ascend and do not overlap. Throws TextError. */
export function publishText(body: Json[], seed: Uint8Array, redactions: Redaction[]): JsonObject {
  const units = unitsOfBody(body);
  const hidden = new Array<boolean>(units.length).fill(false);
  let free = 0;
  for (const {at, n} of redactions) {
    if (at < free || n < 1 || at + n > units.length) throw new TextError('range');
    hidden.fill(true, at, at + n);
    free = at + n;
  }
  const {seeds, hashes} = coverOf(units, hidden, seed);
  const {alg, n, root, t, v} = commitText(body, seed) as {alg: string; n: number; root: string; t: string; v: number};
  return {alg, body: publishedBody(body, redactions), hashes: base64(hashes), n, root, seeds: base64(seeds), t, v};
}

/** 'ok' or the first failing code of §4. */
export function verifyText(form: Json): string {
  if (!hasExactly(form, ['alg', 'body', 'hashes', 'n', 'root', 'seeds', 't', 'v'])) return 'member';
  const {alg, body, hashes, n, root, seeds, t, v} = form;
  if (alg !== 'sm3' || t !== 'rtext' || v !== 1 || !Array.isArray(body)) return 'member';
  if (typeof n !== 'number' || n < 0 || n > kUnitsMax) return 'member';
  if (typeof root !== 'string' || typeof seeds !== 'string' || typeof hashes !== 'string') return 'member';
  if (body.length > kItemsMax) return 'limit';
  const units: Unit[] = [];
  for (let i = 0; i < body.length; i++) {
    const more = unitsOf(body[i]!, i > 0 && isObject(body[i - 1]) && Object.hasOwn(body[i - 1] as object, 't'));
    if (typeof more === 'string') return more;
    if (units.length + more.length > n) return 'count';
    for (const unit of more) units.push(unit);
  }
  if (units.length !== n) return 'count';
  return verifyProof(units, root, seeds, hashes);
}

function verifyProof(units: Unit[], root: string, seeds: string, hashes: string): string {
  const [rootBytes, seedBytes, hashBytes] = [fromBase64(root), fromBase64(seeds), fromBase64(hashes)];
  if (rootBytes?.length !== 32 || seedBytes === null || hashBytes === null) return 'base64';
  if (seedBytes.length % 32 !== 0 || hashBytes.length % 32 !== 0) return 'base64';
  const cover = new Cover(units, seedBytes, hashBytes);
  const [s, h] = units.length === 0 ? [0, 0] : cover.count(0, units.length);
  if (s * 32 !== seedBytes.length || h * 32 !== hashBytes.length) return 'proof';
  return equal(rootOf(units, cover), rootBytes) ? 'ok' : 'root';
}

/** What the record's field must equal. */
export function fieldOf(form: Json): Json {
  if (!isObject(form)) return null;
  return {alg: form['alg']!, n: form['n']!, root: form['root']!, t: form['t']!, v: form['v']!};
}

export const textDigest = (bytes: Uint8Array): string => base64(sm3(bytes));
