// All of tests/vectors/18-keys.json, which the C++ reads too; and a key made, wrapped and used here.

import assert from 'node:assert/strict';
import {webcrypto} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {sm2} from 'sm-crypto-v2';

import {KeyError, enrolMessage, generateKey, keyId, possessionMessage, publicKeyOf, sign, signInSecret, unwrapKey, wrapKey} from '../src/keys';

// Node 18 has WebCrypto, but not under the browser's name.
if (!('crypto' in globalThis)) Object.assign(globalThis, {crypto: webcrypto});

interface Wrapped {
  made_by: string;
  passphrase: string;
  scalar: string;
  public: string;
  id: string;
  wrapped: string;
}
interface Vectors {
  wrapped: Wrapped[];
  refused: {case: string; passphrase: string; wrapped: string; code: string}[];
  signed: {made_by: string; public: string; message: string; signature: string}[];
  sign_in: {login: string; passphrase: string; secret: string}[];
  enrolment: {holder: string; id: string; roles: string[]; message: string};
  possession: {challenge: string; id: string; login: string; message: string};
}
const vectors = JSON.parse(readFileSync('../../../tests/vectors/18-keys.json', 'utf8')) as Vectors;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const verifies = (key: string, message: Uint8Array, signature: string): boolean =>
  sm2.doVerifySignature(message, signature, key, {hash: true, userId: '1234567812345678'});
const code = (wanted: string) => (error: unknown) => error instanceof KeyError && error.code === wanted;

for (const one of vectors.wrapped) {
  test(`opens what ${one.made_by} wrapped under ${one.passphrase}`, async () => {
    const scalar = await unwrapKey(one.wrapped, one.passphrase);
    assert.equal(hex(scalar), one.scalar);
    assert.equal(hex(publicKeyOf(scalar)), one.public);
    assert.equal(keyId(publicKeyOf(scalar)), one.id);
  });
}

for (const one of vectors.refused) {
  test(`refuses: ${one.case}`, () => assert.rejects(unwrapKey(one.wrapped, one.passphrase), code(one.code)));
}

for (const one of vectors.signed) {
  test(`a signature of ${one.made_by} is good and a changed one is not`, () => {
    const message = new TextEncoder().encode(one.message);
    assert.ok(verifies(one.public, message, one.signature));
    const other = (one.signature.startsWith('0') ? '1' : '0') + one.signature.slice(1);
    assert.ok(!verifies(one.public, message, other));
  });
}

for (const one of vectors.sign_in) {
  test(`${one.login} signs in with a secret that is not ${one.passphrase}`, async () => {
    assert.equal(await signInSecret(one.login, one.passphrase), one.secret);
  });
}

test('the message of an enrolment is the one the office checks', () => {
  const {holder, id, roles, message} = vectors.enrolment;
  assert.equal(new TextDecoder().decode(enrolMessage(holder, id, roles)), message);
});

test('what is signed to choose a password is what the office checks', () => {
  const {challenge, id, login, message} = vectors.possession;
  assert.equal(new TextDecoder().decode(possessionMessage(challenge, id, login)), message);
});

test('a key made here opens again, signs, and no two wrappings are alike', async () => {
  const {scalar, publicKey} = generateKey();
  assert.equal(scalar.length, 32);
  assert.equal(hex(publicKeyOf(scalar)), hex(publicKey));
  const [first, second] = [await wrapKey(scalar, '十二个汉字也算十二个字符'), await wrapKey(scalar, '十二个汉字也算十二个字符')];
  assert.notEqual(first, second);
  assert.deepEqual(await unwrapKey(first, '十二个汉字也算十二个字符'), scalar);
  const message = enrolMessage('AAAAAAAAAAAAAAAAAAAAAA', keyId(publicKey), ['handler']);
  const signature = sign(scalar, message);
  assert.equal(signature.length, 64);
  assert.ok(verifies(hex(publicKey), message, hex(signature)));
});

test('a passphrase has at least twelve characters, not bytes', async () => {
  await assert.rejects(wrapKey(new Uint8Array(32).fill(1), 'elevenchars'), code('passphrase_short'));
  await assert.rejects(wrapKey(new Uint8Array(32).fill(1), '四个汉字'), code('passphrase_short'));
});

test('what is no private key signs nothing', () => {
  for (const scalar of [new Uint8Array(32), new Uint8Array(31).fill(1), bytes('ff'.repeat(32))])
    assert.throws(() => sign(scalar, new Uint8Array(1)), code('key'));
});
