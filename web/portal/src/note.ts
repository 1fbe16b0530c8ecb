// Signed notes, checkpoints and cosignatures (transparency-log.md §4, §5).

import {concat, equal, fromBase64, utf8} from '../../shared/ledger/bytes';
import {verifySm2} from './sm2';

export interface VerifierKey {
  name: string;
  cosignature: boolean;
  pub: Uint8Array;
  id: Uint8Array;
}

const kType = 0xff;
const kNoteType = utf8('gbt32918-sm2-sm3/note/v1');
const kCosignatureType = utf8('gbt32918-sm2-sm3/cosignature/v1');
const kPubBytes = 65;

const keyName = (name: string): boolean => name !== '' && !/[\s+]/u.test(name);

/** `<name>+<8 hex>+<base64>`. The four bytes only tell keys apart; they are no security check (they are SHA-256's). */
export function parseVkey(text: string): VerifierKey | null {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 1 || second !== first + 9) return null;
  const label = text.slice(first + 1, second);
  const data = fromBase64(text.slice(second + 1));
  if (data === null || data.length <= kPubBytes || data[0] !== kType || !/^[0-9a-f]{8}$/.test(label)) return null;
  const type = data.subarray(1, data.length - kPubBytes);
  const cosignature = equal(type, kCosignatureType);
  const name = text.slice(0, first);
  if ((!cosignature && !equal(type, kNoteType)) || !keyName(name)) return null;
  const id = Uint8Array.from(label.match(/../g)!, (two) => parseInt(two, 16));
  return {name, cosignature, pub: data.subarray(data.length - kPubBytes), id};
}

export interface Note {
  text: string;
  signatures: {name: string; id: Uint8Array; signature: Uint8Array}[];
}

/** Null when the grammar is broken. */
export function parseNote(bytes: string): Note | null {
  // eslint-disable-next-line no-control-regex
  if (utf8(bytes).length > 65536 || /[\u0000-\u0009\u000b-\u001f]/.test(bytes) || !bytes.endsWith('\n')) return null;
  const border = bytes.lastIndexOf('\n\n');
  if (border < 0) return null;
  const note: Note = {text: bytes.slice(0, border + 1), signatures: []};
  for (const line of bytes.slice(border + 2, -1).split('\n')) {
    const found = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
    const data = found && fromBase64(found[2]!);
    if (!found || !data || data.length < 5 || !keyName(found[1]!)) return null;
    note.signatures.push({name: found[1]!, id: data.subarray(0, 4), signature: data.subarray(4)});
  }
  return note.signatures.length > 0 ? note : null;
}

type Signature = Note['signatures'][number];

const of = (note: Note, key: VerifierKey): Signature[] =>
  note.signatures.filter((s) => s.name === key.name && equal(s.id, key.id));

/** null: no signature of this key; false: one that fails. */
export function checkNote(note: Note, key: VerifierKey): boolean | null {
  const mine = of(note, key);
  if (mine.length === 0) return null;
  return !key.cosignature && mine.every((s) => verifySm2(key.pub, utf8(note.text), s.signature));
}

/** Unix seconds of a valid cosignature; null: none of this key; false: one that fails. */
export function checkCosignature(note: Note, key: VerifierKey): number | null | false {
  const mine = of(note, key);
  if (mine.length === 0) return null;
  let newest = 0;
  for (const {signature} of mine) {
    if (!key.cosignature || signature.length !== 72) return false;
    const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0);
    const message = concat(utf8(`cosignature/v1\ntime ${time}\n`), utf8(note.text));
    if (!verifySm2(key.pub, message, signature.subarray(8))) return false;
    newest = Math.max(newest, Number(time));
  }
  return newest;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
}

export function parseCheckpoint(text: string): Checkpoint | null {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.at(-1) !== '' || lines.slice(0, -1).includes('')) return null;
  const root = fromBase64(lines[2]!);
  const size = Number(lines[1]);
  if (!/^(0|[1-9][0-9]*)$/.test(lines[1]!) || !Number.isSafeInteger(size)) return null;
  return root?.length === 32 ? {origin: lines[0]!, size, root} : null;
}
