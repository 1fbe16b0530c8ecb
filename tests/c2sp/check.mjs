// An independent reader of the SHA-256 twin (docs/formats/tree.md §6), written from the public texts alone:
// c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-tiles, RFC 6962. It shares no code with the house
// and uses no package.
//   node check.mjs PREFIX VKEY     e.g. http://127.0.0.1:8081/log/sha256  demo…/sha256+0123abcd+base64
import {createHash, createPublicKey, verify} from 'node:crypto';

const kWidth = 256;
const [prefix, vkey] = process.argv.slice(2);

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (entry) => sha256(Buffer.from([0]), entry);
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);

function demand(good, what) {
  if (good) return;
  console.log(`wrong: ${what}`);
  process.exit(1);
}

async function fetched(path) {
  const answer = await fetch(`${prefix}/${path}`);
  demand(answer.ok, `${path}: status ${answer.status}`);
  return {bytes: Buffer.from(await answer.arrayBuffer()), type: answer.headers.get('content-type')};
}

function readKey(text) {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.*)$/.exec(text);
  const typed = Buffer.from(key, 'base64');
  demand(typed[0] === 1 && typed.length === 33, 'the key is not Ed25519');
  demand(sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4).toString('hex') === id, 'the key id');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), typed.subarray(1)]);
  return {name, id, public: createPublicKey({key: spki, format: 'der', type: 'spki'})};
}

/** Text of a note that the key signed. */
function openNote(note, key) {
  const border = note.lastIndexOf('\n\n');
  const text = note.slice(0, border + 1);
  const lines = note.slice(border + 2).trimEnd().split('\n').map((line) => line.split(' '));
  const signed = lines.some(([dash, name, blob]) => {
    const bytes = Buffer.from(blob, 'base64');
    return dash === '—' && name === key.name && bytes.subarray(0, 4).toString('hex') === key.id &&
      verify(null, Buffer.from(text), key.public, bytes.subarray(4));
  });
  demand(signed, 'no signature of the key');
  return text;
}

const group = (n) => String(n % 1000).padStart(3, '0');
function number(n) {
  let path = group(n);
  for (n = Math.floor(n / 1000); n > 0; n = Math.floor(n / 1000)) path = `x${group(n)}/${path}`;
  return path;
}
const place = (n, width) => number(n) + (width < kWidth ? `.p/${width}` : '');

/** Widths of the tiles over `count` hashes. */
function widths(count) {
  const tiles = [];
  for (let left = count; left > 0; left -= kWidth) tiles.push(Math.min(left, kWidth));
  return tiles;
}

function entriesOf(bundle, width) {
  const entries = [];
  let at = 0;
  while (entries.length < width) {
    const size = bundle.readUInt16BE(at);
    entries.push(bundle.subarray(at + 2, at + 2 + size));
    at += 2 + size;
  }
  demand(at === bundle.length, 'an entry bundle has more or less than its entries');
  return entries;
}

function rootOf(hashes) {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return hashes[0];
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}

async function tiles(level, count) {
  const hashes = [];
  for (const [n, width] of widths(count).entries()) {
    const {bytes} = await fetched(`tile/${level}/${place(n, width)}`);
    demand(bytes.length === width * 32, `tile/${level}/${n}: its size`);
    for (let i = 0; i < width; ++i) hashes.push(bytes.subarray(32 * i, 32 * i + 32));
  }
  return hashes;
}

async function leaves(size) {
  const hashes = [];
  for (const [n, width] of widths(size).entries())
    for (const entry of entriesOf((await fetched(`tile/entries/${place(n, width)}`)).bytes, width))
      hashes.push(leafHash(entry));
  return hashes;
}

const same = (a, b) => a.length === b.length && a.every((hash, i) => hash.equals(b[i]));

const key = readKey(vkey);
const note = await fetched('checkpoint');
demand(note.type === 'text/plain; charset=utf-8', `content type ${note.type}`);
const [origin, sizeLine, root] = openNote(note.bytes.toString('utf8'), key).split('\n');
const size = Number(sizeLine);
demand(origin === key.name && String(size) === sizeLine && size > 0, 'origin or size');
const hashes = await leaves(size);
demand(rootOf(hashes).toString('base64') === root, 'the entries do not give the signed root');
demand(same(await tiles(0, size), hashes), 'tiles of level 0 are not the leaf hashes');
let below = hashes;
for (let level = 1; below.length >= kWidth; ++level) {
  const above = [];
  for (let i = 0; i + kWidth <= below.length; i += kWidth) above.push(rootOf(below.slice(i, i + kWidth)));
  demand(same(await tiles(level, above.length), above), `tiles of level ${level}`);
  below = above;
}
console.log(`${origin}: ${size} entries under the signed root`);
