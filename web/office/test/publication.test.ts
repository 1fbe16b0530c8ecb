import {verifyText} from '@ledger/text';
import {base64} from '@ledger/bytes';
import type {Json} from '@ledger/json';
import {describe, expect, it} from 'vitest';

import type {Form} from '../src/api/queries';
import {placesOf, publicationOf, runsOf} from '../src/record/publication';

const field = (name: string, publishable: boolean, substitute = '') => ({
  name, title: name, help: '', type: 'text' as const, required: false, repeated: false, members: [], options: {}, publishable,
  source: [], substitute, visibility: 'public' as const,
});
const form = {fields: [
  field('doc.party.name', true, 'doc.public.party.name'), field('doc.public.party.name', true), field('doc.party.address', false), field('doc.facts', true),
]} as unknown as Form;
const body: Json[] = [{b: 'p'}, {t: '当事人'}, {a: '许明澄'}, {t: '的电话是1380，就是1380。'}];
const draft = {
  fields: {'doc.party.name': '许明澄', 'doc.public.party.name': '许某', 'doc.party.address': '某路', 'doc.facts': {}, step: 'x'},
  texts: {'doc.facts': {body, seed: base64(new Uint8Array(32))}},
};

describe('a publication', () => {
  it('shows the public substitute, and nothing that is not to be published', () => {
    expect(publicationOf(form, draft, []).fields).toEqual(['doc.facts', 'doc.public.party.name']);
  });

  it('finds every place of some words, and hides them so that the rest still verifies', () => {
    expect(runsOf(body).map((run) => run.at)).toEqual([0, 1, 4, 5]);
    const places = placesOf(body, '1380');
    expect(places).toEqual([{at: 9, n: 4}, {at: 16, n: 4}]);
    const hidden = [...places, {at: 4, n: 1}].map((place) => ({...place, text: 'doc.facts', reason: 'privacy', label: '个人信息'}));
    const {texts, digest} = publicationOf(form, draft, hidden);
    expect(verifyText(texts['doc.facts']!)).toBe('ok');
    expect(JSON.stringify(texts)).not.toMatch(/1380|许明澄/);
    expect(digest).not.toBe(publicationOf(form, draft, []).digest);
  });
});
