// Text forms of bytes. Decoders are strict: what they return encodes to the same text again.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

export const utf8 = (text: string): Uint8Array => encoder.encode(text);
/** Throws on ill-formed UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

export function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function compare(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

const kStandard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const kUrl = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function encode(bytes: Uint8Array, letters: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = left >= 3 ? 4 : left + 1;
    for (let d = 0; d < digits; d++) text += letters[(word >> (18 - 6 * d)) & 63];
  }
  return text;
}

function decode(text: string, letters: string): Uint8Array | null {
  const out: number[] = [];
  let word = 0;
  let bits = 0;
  for (const letter of text) {
    const value = letters.indexOf(letter);
    if (value < 0) return null;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push((word >> bits) & 0xff);
    }
  }
  return Uint8Array.from(out);
}

export function base64(bytes: Uint8Array): string {
  const text = encode(bytes, kStandard);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** RFC 4648 §4 with padding; null when it is not exactly that. */
export function fromBase64(text: string): Uint8Array | null {
  const bytes = decode(text.replace(/={1,2}$/, ''), kStandard);
  return bytes !== null && base64(bytes) === text ? bytes : null;
}

/** RFC 4648 §5 without padding. */
export const base64url = (bytes: Uint8Array): string => encode(bytes, kUrl);

/** RFC 4648 §5 without padding; null when it is not exactly that. */
export function fromBase64url(text: string): Uint8Array | null {
  const bytes = decode(text, kUrl);
  return bytes !== null && encode(bytes, kUrl) === text ? bytes : null;
}
