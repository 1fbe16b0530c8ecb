import {readFileSync} from 'node:fs';

import {base64, compare, fromBase64url, hex} from '@ledger/bytes';
import type {Json} from '@ledger/json';
import {rootOf} from '@ledger/merkle';
import {keyId, publicKeyOf, sign} from '@keys';
import {sm2} from 'sm-crypto-v2';
import {describe, expect, it} from 'vitest';

import {actMessage, digestsFor, disclosure, disclosureDigest, prepareAct, withSignature} from '../src/record/act';

interface Vector {
  alg: string;
  fields: {salt_b64u: string; name: string; value: Json; disclosure: string; digest: string}[];
}
const vectors = JSON.parse(readFileSync(new URL('../../../tests/vectors/08-disclosure.json', import.meta.url), 'utf8')) as
  {records: Vector[]};
const records = vectors.records.filter((record) => record.alg === 'sm3');

const counting = (): ((n: number) => Uint8Array) => {
  let next = 0;
  return (n) => new Uint8Array(n).fill(++next);
};
const scalar = new Uint8Array(32).fill(7);

describe('a disclosure', () => {
  it('is what the vectors say, and so is its digest', () => {
    let looked = 0;
    for (const record of records)
      for (const field of record.fields) {
        expect(disclosure(fromBase64url(field.salt_b64u)!, field.name, field.value)).toBe(field.disclosure);
        expect(hex(disclosureDigest(field.disclosure))).toBe(field.digest);
        looked++;
      }
    expect(looked).toBeGreaterThan(10);
  });
});

describe('an act', () => {
  it('has a power of two of digests, sixteen at least, with room for the registrar', () => {
    expect([digestsFor(1, 0), digestsFor(11, 0), digestsFor(12, 0), digestsFor(5, 64)]).toEqual([16, 16, 32, 64]);
  });

  it('covers each field and each decoy once, in ascending order', () => {
    const act = prepareAct([['step', 'x'], ['at', 'y']], 0, counting());
    expect(act.disclosures.length + act.decoys.length).toBe(act.n - 5);
    expect(act.digests.length).toBe(act.n - 5);
    for (let i = 1; i < act.digests.length; i++) expect(compare(act.digests[i - 1]!, act.digests[i]!)).toBeLessThan(0);
    expect(rootOf(act.digests).length).toBe(32);
  });

  it('is signed over its digests and the key that signs, and verifies', () => {
    const act = prepareAct([['step', 'x']], 0, counting());
    const id = keyId(publicKeyOf(scalar));
    const message = actMessage(act.digests, id);
    const signed = withSignature(act, id, sign(scalar, message));
    const [, name, value] = JSON.parse(new TextDecoder().decode(fromBase64url(signed.disclosures.at(-1)!)!)) as
      [string, string, {key: string; sig: string}];
    expect([name, value.key]).toEqual(['sig', id]);
    const signature = hex(Uint8Array.from(atob(value.sig), (letter) => letter.charCodeAt(0)));
    const verify = (text: Uint8Array): boolean =>
      sm2.doVerifySignature(text, signature, hex(publicKeyOf(scalar)), {hash: true, userId: '1234567812345678'});
    expect(verify(message)).toBe(true);
    expect(verify(actMessage(act.digests, base64(new Uint8Array(32))))).toBe(false);
  });

  it('takes no field twice and none of the registrar', () => {
    expect(() => prepareAct([['a', 1], ['a', 2]], 0)).toThrow();
    expect(() => prepareAct([['pos', 1]], 0)).toThrow();
  });

  it('draws other salts each time', () => {
    expect(prepareAct([['a', 1]], 0).disclosures).not.toEqual(prepareAct([['a', 1]], 0).disclosures);
  });
});
