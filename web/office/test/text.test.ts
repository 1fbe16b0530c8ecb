import {readFileSync} from 'node:fs';

import {canonical, type Json, parse} from '@ledger/json';
import {commitText, publishText, verifyText} from '@ledger/text';
import {describe, expect, it} from 'vitest';

import {bodyOf, plainOf} from '../src/record/rich_text';

interface Commit {case: string; alg: string; seed_hex: string; body: Json[]; field: string}
interface Publication {case: string; commit: number; redactions: {at: number; n: number; r: string; l: string}[]; bundle: string}
const vectors = JSON.parse(readFileSync(new URL('../../../tests/vectors/14-redactable-text.json', import.meta.url), 'utf8')) as
  {commits: Commit[]; publications: Publication[]};
const seedOf = (commit: Commit): Uint8Array => Uint8Array.from(commit.seed_hex.match(/../g)!, (byte) => parseInt(byte, 16));

describe('a redactable text', () => {
  it('is committed as the vectors say', () => {
    const commits = vectors.commits.filter((commit) => commit.alg === 'sm3');
    for (const commit of commits) expect(canonical(commitText(commit.body, seedOf(commit))), commit.case).toBe(commit.field);
    expect(commits.length).toBeGreaterThan(5);
  });

  it('is published as the vectors say, and verifies', () => {
    let looked = 0;
    for (const publication of vectors.publications) {
      const commit = vectors.commits[publication.commit]!;
      if (commit.alg !== 'sm3') continue;
      const redactions = publication.redactions.map(({at, n, r, l}) => ({at, n, reason: r, label: l}));
      const form = publishText(commit.body, seedOf(commit), redactions);
      expect(canonical(form), publication.case).toBe(publication.bundle);
      expect(verifyText(parse(publication.bundle))).toBe('ok');
      looked++;
    }
    expect(looked).toBeGreaterThan(3);
  });

  it('takes no redaction outside of the text and none twice', () => {
    const seed = new Uint8Array(32);
    const hide = (at: number, n: number) => ({at, n, reason: 'privacy', label: '个人信息'});
    expect(() => publishText([{t: '罚款'}], seed, [hide(1, 2)])).toThrow();
    expect(() => publishText([{t: '罚款'}], seed, [hide(0, 2), hide(1, 1)])).toThrow();
  });
});

describe('what an officer types', () => {
  it('becomes paragraphs, and pieces that are hidden as a whole', () => {
    expect(bodyOf('甲[[乙丙]]。\n\n丁')).toEqual([{b: 'p'}, {t: '甲'}, {a: '乙丙'}, {t: '。'}, {b: 'p'}, {t: '丁'}]);
    expect(plainOf(bodyOf('甲[[乙丙]]。\n丁'))).toBe('甲乙丙。\n丁');
  });
});
