// A person's key in the browser: made here, wrapped under the passphrase, unwrapped to sign, never sent open.
// The formats are those of docs/formats/keys.md; kernel/crypto does the same in C++ and both are held against
// tests/vectors/18-keys.json.

import {sm2, sm3} from 'sm-crypto-v2';

const kAlgorithm = 'pbkdf2-sha256-600000+aes-256-gcm';
const kIterations = 600_000;
const kSaltBytes = 16;
const kNonceBytes = 12;
const kTagBytes = 16;
const kScalarBytes = 32;
export const kPassphraseMin = 12;
/** The distinguishing identifier of every SM2 signature. */
const kId = '1234567812345678';

/** What can go wrong; the codes are those of the office. */
export class KeyError extends Error {
  constructor(readonly code: 'passphrase' | 'passphrase_short' | 'wrapped_key' | 'key') {
    super(code);
  }
}

export interface KeyPair {
  /** 32 bytes. Overwrite it when it is no longer needed. */
  scalar: Uint8Array;
  /** 65 bytes 04‖X‖Y. */
  publicKey: Uint8Array;
}

type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text));
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Strict: only what base64() gives; null for anything else. */
function fromBase64(text: unknown): Bytes | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return base64(bytes) === text ? bytes : null;
}

async function boxKey(passphrase: string, salt: Bytes): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', utf8(passphrase), 'PBKDF2', false, ['deriveKey']);
  const how = {name: 'PBKDF2', hash: 'SHA-256', salt, iterations: kIterations};
  return crypto.subtle.deriveKey(how, typed, {name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']);
}

/** The text that the office keeps. Throws `passphrase_short`. */
export async function wrapKey(scalar: Uint8Array, passphrase: string): Promise<string> {
  if ([...passphrase].length < kPassphraseMin) throw new KeyError('passphrase_short');
  const salt = crypto.getRandomValues(new Uint8Array(kSaltBytes));
  const nonce = crypto.getRandomValues(new Uint8Array(kNonceBytes));
  const key = await boxKey(passphrase, salt);
  const box = await crypto.subtle.encrypt({name: 'AES-GCM', iv: nonce}, key, Uint8Array.from(scalar));
  // Members in the order of the canonical form.
  return JSON.stringify({alg: kAlgorithm, box: base64(new Uint8Array(box)), nonce: base64(nonce), salt: base64(salt), v: 1});
}

function partsOf(wrapped: string): {box: Bytes; nonce: Bytes; salt: Bytes} {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(wrapped) as Record<string, unknown>;
  } catch {
    throw new KeyError('wrapped_key');
  }
  const whole = value !== null && typeof value === 'object' && Object.keys(value).sort().join() === 'alg,box,nonce,salt,v';
  if (!whole || value.alg !== kAlgorithm || value.v !== 1) throw new KeyError('wrapped_key');
  const [box, nonce, salt] = [fromBase64(value.box), fromBase64(value.nonce), fromBase64(value.salt)];
  if (box === null || box.length < kTagBytes || nonce?.length !== kNonceBytes || salt?.length !== kSaltBytes)
    throw new KeyError('wrapped_key');
  return {box, nonce, salt};
}

/** Throws `wrapped_key` (malformed) or `passphrase` (it does not open this key). */
export async function unwrapKey(wrapped: string, passphrase: string): Promise<Uint8Array> {
  const {box, nonce, salt} = partsOf(wrapped);
  const key = await boxKey(passphrase, salt);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({name: 'AES-GCM', iv: nonce}, key, box));
  } catch {
    throw new KeyError('passphrase');
  }
}

/** What a person signs in with, as base64url: the passphrase itself opens the key and stays here. */
export async function signInSecret(login: string, passphrase: string): Promise<string> {
  const typed = await crypto.subtle.importKey('raw', utf8(passphrase), 'PBKDF2', false, ['deriveBits']);
  const how = {name: 'PBKDF2', hash: 'SHA-256', salt: utf8('mingjing-sign-in/v1\n' + login), iterations: kIterations};
  const secret = new Uint8Array(await crypto.subtle.deriveBits(how, typed, 256));
  return base64(secret).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function generateKey(): KeyPair {
  const pair = sm2.generateKeyPairHex();
  return {scalar: fromHex(pair.privateKey), publicKey: fromHex(pair.publicKey)};
}

/** Throws `key` when the scalar is none. */
export function publicKeyOf(scalar: Uint8Array): Uint8Array {
  if (scalar.length !== kScalarBytes) throw new KeyError('key');
  try {
    return fromHex(sm2.getPublicKeyFromPrivateKey(hex(scalar)));
  } catch {
    throw new KeyError('key');
  }
}

/** base64(SM3("mingjing-key/v1\n" ‖ public key)): the name of a key in every record. */
export function keyId(publicKey: Uint8Array): string {
  return base64(fromHex(sm3(Uint8Array.from([...utf8('mingjing-key/v1\n'), ...publicKey]))));
}

/** r‖s, 64 bytes. Throws `key`. */
export function sign(scalar: Uint8Array, message: Uint8Array): Uint8Array {
  const publicKey = hex(publicKeyOf(scalar));
  return fromHex(sm2.doSignature(message, hex(scalar), {hash: true, publicKey, userId: kId}));
}

/** What a new key signs to show that its holder has it; `holder` and roles are plain ASCII names. */
export function enrolMessage(holder: string, id: string, roles: string[]): Uint8Array {
  return utf8('mingjing-enrol/v1\n' + JSON.stringify({holder, key: id, roles}));
}

/** What a person signs to choose the own password; `login` has plain ASCII letters only. */
export function possessionMessage(challenge: string, id: string, login: string): Uint8Array {
  return utf8('mingjing-possession/v1\n' + JSON.stringify({challenge, key: id, login}));
}
