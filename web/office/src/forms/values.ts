// What stands in a form while somebody types, and what of it goes into the record.

import {TextError, commitText} from '@ledger/text';
import {base64} from '@ledger/bytes';
import type {Json, JsonObject} from '@ledger/json';

import type {FormField} from '../api/queries';
import {type Random, random} from '../record/act';
import {fenOf} from '../record/money';
import {bodyOf} from '../record/rich_text';

export interface KeptFile {
  media: string;
  name: string;
  size: number;
  sm3: string;
}
/** Text as typed, names picked, files uploaded; a member's values; one such per line of a repeated field. */
export type Value = string | string[] | KeptFile[] | Values | Value[];
export interface Values {
  [name: string]: Value | undefined;
}
/** Messages by field; `doc.penalty.2.fen` is a member of the second line. */
export type Faults = Record<string, string>;
export interface KeptText {
  body: Json[];
  seed: string;
}
export interface Written {
  fields: [string, Json][];
  texts: Record<string, KeptText>;
}

const kLineSeparator = '\n';
const kSeedBytes = 32;

const isBlank = (value: Value | undefined): boolean =>
  value === undefined || value === '' || (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

function isEmpty(field: FormField, value: Value | undefined): boolean {
  if (isBlank(value)) return true;
  if (field.type !== 'object' || Array.isArray(value)) return false;
  return field.members.every((member) => isEmpty(member, (value as Values)[member.name]));
}

/** Lines of a repeated field in which something stands. */
export function linesOf(field: FormField, value: Value | undefined): Value[] {
  const lines = Array.isArray(value) ? (value as Value[]) : [];
  return lines.filter((line) => !isEmpty({...field, repeated: false}, line));
}

function faultOf(field: FormField, value: Value): string | null {
  if (field.type === 'money' && fenOf(value as string) === null) return '请写作“30000”或“1234.50”，单位为元';
  if (field.type === 'integer' && !/^-?\d{1,15}$/.test(value as string)) return '请填写整数';
  if (field.type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(value as string)) return '请选择日期';
  if (field.type !== 'rich_text') return null;
  try {
    commitText(bodyOf(value as string), new Uint8Array(kSeedBytes));
    return null;
  } catch (error) {
    return error instanceof TextError ? '文字里有看不见的字符或者特殊符号，请删去后重新输入' : '这段文字不能写入';
  }
}

function faultsIn(fields: FormField[], values: Values, prefix: string, out: Faults): void {
  for (const field of fields) {
    const name = prefix + field.name;
    const value = values[field.name];
    if (field.repeated) {
      const lines = linesOf(field, value);
      if (lines.length === 0 && field.required) out[name] = `请填写“${field.title}”`;
      lines.forEach((line, i) => faultsIn([{...field, name: String(i), repeated: false}], {[i]: line}, `${name}.`, out));
    } else if (isEmpty(field, value)) {
      if (field.required) out[name] = `请填写“${field.title}”`;
    } else if (field.type === 'object') {
      faultsIn(field.members, value as Values, `${name}.`, out);
    } else {
      const fault = faultOf(field, value as Value);
      if (fault !== null) out[name] = fault;
    }
  }
}

/** What can be said without asking the office; the office has the last word. */
export function check(fields: FormField[], values: Values): Faults {
  const out: Faults = {};
  faultsIn(fields, values, '', out);
  return out;
}

class Writer {
  readonly texts: Record<string, KeptText> = {};
  constructor(private readonly draw: Random) {}

  value(field: FormField, value: Value, name: string): Json {
    switch (field.type) {
      case 'money':
        return fenOf(value as string)!;
      case 'integer':
        return Number(value);
      case 'boolean':
        return value === 'true';
      case 'strings':
        return (value as string).split(kLineSeparator).map((line) => line.trim()).filter((line) => line !== '');
      case 'holders':
        return [...(value as string[])].sort();
      case 'files':
        return (value as KeptFile[]).map(({media, name: title, size, sm3}) => ({media, name: title, size, sm3}));
      case 'object':
        return this.members(field, value as Values);
      case 'rich_text':
        return this.text(value as string, name);
      case 'long_text':
        return (value as string).trim();
      default:
        return typeof value === 'string' ? value.trim() : (value as unknown as Json);
    }
  }

  private members(field: FormField, values: Values): JsonObject {
    const out: JsonObject = {};
    for (const member of field.members) {
      const value = values[member.name];
      if (!isEmpty(member, value)) out[member.name] = this.value(member, value as Value, '');
    }
    return out;
  }

  private text(typed: string, name: string): Json {
    const body = bodyOf(typed);
    const seed = this.draw(kSeedBytes);
    this.texts[name] = {body, seed: base64(seed)};
    return commitText(body, seed);
  }
}

/** The record's fields of a form without faults: what is empty is left out, lines are numbered .001, .002 … */
export function write(fields: FormField[], values: Values, draw: Random = random): Written {
  const writer = new Writer(draw);
  const out: [string, Json][] = [];
  for (const field of fields) {
    const value = values[field.name];
    if (field.repeated) {
      linesOf(field, value).forEach((line, i) => {
        const name = `${field.name}.${String(i + 1).padStart(3, '0')}`;
        out.push([name, writer.value(field, line, name)]);
      });
    } else if (!isEmpty(field, value)) {
      out.push([field.name, writer.value(field, value as Value, field.name)]);
    }
  }
  return {fields: out, texts: writer.texts};
}
