// All of tests/vectors/15-proof.json, and edits that must not pass.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {type Json, canonical, parse} from '../../shared/ledger/json';
import {readTrust, verifyProof} from '../src/verify';

interface Case {
  case: string;
  trust: 'pinned' | 'carried';
  policy: number;
  result: string;
  statements?: Record<string, string>;
  file?: string;
  patch?: [(string | number)[], Json][];
  pins?: Json;
}

const vectors = JSON.parse(readFileSync('../../tests/vectors/15-proof.json', 'utf8')) as {pins: Json; cases: Case[]};
const whole = vectors.cases[0]!.file!;

function patched(edits: [(string | number)[], Json][]): string {
  const file = parse(whole);
  for (const [path, value] of edits) {
    let at = file as never;
    for (const name of path.slice(0, -1)) at = at[name];
    const last = path.at(-1)!;
    if (value === null) delete (at as Record<string, Json>)[last];
    else (at as Record<string, Json>)[last] = value;
  }
  return canonical(file);
}

for (const one of vectors.cases) {
  test(one.case, () => {
    const text = one.file ?? patched(one.patch ?? []);
    const pins = one.trust === 'pinned' ? readTrust(one.pins ?? vectors.pins) : null;
    const result = verifyProof(text, pins, one.policy);
    assert.equal(result.code, one.result);
    if (one.statements) assert.deepEqual(result.statements, one.statements);
    else assert.deepEqual(result.statements, {});
  });
}

test('all cases of the vectors were run', () => assert.equal(vectors.cases.length, 32));

test('what is no JSON of the profile has the code format', () => {
  for (const text of ['', '{', '[]', '{"t":"zhengming","t":"zhengming"}', '{"v":1.5}']) assert.equal(verifyProof(text).code, 'format');
});

test('changed characters of the file are refused', () => {
  const pins = readTrust(vectors.pins);
  const trust = whole.indexOf('"trust":');
  let seed = 20260302;
  let changed = 0;
  while (changed < 60) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const at = seed % whole.length;
    if (at >= trust || at === whole.length) continue;
    const other = whole[at] === 'A' ? 'B' : 'A';
    const result = verifyProof(whole.slice(0, at) + other + whole.slice(at + 1), pins, 1);
    assert.notEqual(result.code, 'ok', `character ${at}`);
    changed++;
  }
});
