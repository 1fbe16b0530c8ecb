import {describe, expect, it} from 'vitest';

import type {FormField} from '../src/api/queries';
import {check, write} from '../src/forms/values';

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  name, title: name, help: '', type: 'text', required: true, repeated: false, members: [], options: {}, publishable: false,
  source: [], substitute: '', visibility: 'private', ...more,
});
const kPenalty = field('penalty', {type: 'object', repeated: true, members: [field('kind'), field('fen', {type: 'money', required: false})]});

describe('a form', () => {
  it('says which required fields are empty, blanks being empty, and members by their line', () => {
    expect(Object.keys(check([field('a'), field('b', {required: false}), kPenalty], {a: '  ', penalty: [{fen: '3'}]}))).toEqual(['a', 'penalty.0.kind']);
    expect(Object.keys(check([kPenalty], {penalty: [{}]}))).toEqual(['penalty']);
  });

  it('takes no sum and no text that cannot be written', () => {
    const faults = check([field('m', {type: 'money'}), field('t', {type: 'rich_text'})], {m: '1.234', t: '甲\u200b乙'});
    expect(Object.keys(faults)).toEqual(['m', 't']);
  });

  it('writes types as the record has them, numbers its lines and leaves out what is empty', () => {
    const fields = [
      field('yes', {type: 'boolean'}), field('n', {type: 'integer'}), field('who', {type: 'holders'}), field('empty', {required: false}), kPenalty,
    ];
    const written = write(fields, {yes: 'false', n: '12', who: ['b', 'a'], empty: '', penalty: [{kind: '罚款', fen: '30,000'}, {kind: ''}, {kind: '警告'}]});
    expect(written.fields).toEqual([
      ['yes', false], ['n', 12], ['who', ['a', 'b']], ['penalty.001', {kind: '罚款', fen: 3_000_000}], ['penalty.002', {kind: '警告'}],
    ]);
  });

  it('commits a text and keeps what opens it', () => {
    const written = write([field('facts', {type: 'rich_text'})], {facts: '甲[[乙]]'}, (n) => new Uint8Array(n));
    expect(written.fields[0]![1]).toMatchObject({alg: 'sm3', n: 3, t: 'rtext', v: 1});
    expect(written.texts['facts']!.body).toEqual([{b: 'p'}, {t: '甲'}, {a: '乙'}]);
  });
});
