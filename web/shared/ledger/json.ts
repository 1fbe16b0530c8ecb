// JSON in the log profile (transparency-log.md §2) and its canonical form (RFC 8785). JSON.parse would silently take
// the last of two equal members and any number, so this parser is our own.

import {utf8} from './bytes';

export type Json = null | boolean | number | string | Json[] | {[name: string]: Json};
export type JsonObject = {[name: string]: Json};

const kDepthMax = 16;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isIndex = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export const isStrings = (value: Json | undefined): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** True for an object with exactly these members. */
export function hasExactly(value: Json | undefined, names: string[]): value is JsonObject {
  return isObject(value) && Object.keys(value).length === names.length && names.every((n) => Object.hasOwn(value, n));
}

class Parser {
  private at = 0;
  constructor(private readonly text: string) {}

  all(): Json {
    const value = this.value(1);
    this.space();
    if (this.at !== this.text.length) throw new Error('text after the value');
    return value;
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private expect(token: string): void {
    this.space();
    if (!this.take(token)) throw new Error(`expected ${token}`);
  }

  private value(depth: number): Json {
    this.space();
    const letter = this.text[this.at];
    if (letter === '{' || letter === '[') {
      if (depth > kDepthMax) throw new Error('too deep');
      return letter === '{' ? this.object(depth) : this.array(depth);
    }
    if (letter === '"') return this.string();
    if (this.take('true')) return true;
    if (this.take('false')) return false;
    if (this.take('null')) return null;
    return this.number();
  }

  private object(depth: number): Json {
    // No prototype: a member named __proto__ is a member like any other.
    const result: JsonObject = Object.create(null) as JsonObject;
    this.expect('{');
    this.space();
    if (this.take('}')) return result;
    do {
      this.space();
      const name = this.string();
      if (Object.hasOwn(result, name)) throw new Error('a member twice');
      this.expect(':');
      result[name] = this.value(depth + 1);
      this.space();
    } while (this.take(','));
    this.expect('}');
    return result;
  }

  private array(depth: number): Json {
    const result: Json[] = [];
    this.expect('[');
    this.space();
    if (this.take(']')) return result;
    do {
      result.push(this.value(depth + 1));
      this.space();
    } while (this.take(','));
    this.expect(']');
    return result;
  }

  private string(): string {
    const from = this.at;
    if (this.text[this.at++] !== '"') throw new Error('expected a string');
    while (this.text[this.at] !== '"') {
      if (this.at >= this.text.length) throw new Error('a string without end');
      this.at += this.text[this.at] === '\\' ? 2 : 1;
    }
    this.at++;
    const value = JSON.parse(this.text.slice(from, this.at)) as string;
    if (hasLoneSurrogate(value)) throw new Error('a lone surrogate');
    return value;
  }

  private number(): number {
    const found = /^(0|-?[1-9][0-9]*)(?![0-9.eE])/.exec(this.text.slice(this.at, this.at + 20));
    const value = Number(found?.[0] ?? 'none');
    if (!Number.isSafeInteger(value)) throw new Error('not an integer of the profile');
    this.at += found![0].length;
    return value;
  }
}

export function hasLoneSurrogate(text: string): boolean {
  for (const letter of text) {
    const point = letter.codePointAt(0)!;
    if (point >= 0xd800 && point <= 0xdfff) return true;
  }
  return false;
}

/** Throws when the text is not JSON of the profile. */
export const parse = (text: string): Json => new Parser(text).all();

/** RFC 8785. Members go by UTF-16 code units, which is how JavaScript compares strings. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join(',')}}`;
}

export const canonicalBytes = (value: Json): Uint8Array => utf8(canonical(value));

/** The value, or null when the text is not its own canonical form. */
export function parseCanonical(text: string): Json | undefined {
  try {
    const value = parse(text);
    return canonical(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
