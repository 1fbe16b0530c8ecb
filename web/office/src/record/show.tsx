// Values of a record, in words: by the form's types where the form knows the field, as they are where it does not.
import type {Json} from '@ledger/json';
import type {ReactNode} from 'react';

import type {Colleague, Form, FormField, Law} from '../api/queries';
import {spoken, timeOf} from './days';
import {yuanOf} from './money';
import {plainOf} from './rich_text';

export interface Words {
  law: Law;
  form: Form | undefined;
  people: readonly Colleague[];
  texts: Record<string, {body: readonly unknown[]}>;
}

const kReserved: Record<string, string> = {
  handlers: '办案人员', procedure: '适用程序', draft: '所指草案', seen: '已阅至记录', confirms: '确认的记录',
  'doc.form': '文书格式', 'pub.fields': '公示的项目', 'pub.texts': '公示文本的指纹', 'pub.redactions': '遮盖',
};
const kMachinery = new Set(['stream', 'step', 'at', 'actor', 'role', 'pos', 'prev', 'rules', 'recorded', 'sig']);

export const isMachinery = (name: string): boolean => kMachinery.has(name);

/** `doc.law.002` falls under `doc.law`. */
export const fieldOf = (form: Form | undefined, name: string): FormField | undefined =>
  form?.fields.find((field) => field.name === name || (field.repeated && name.startsWith(`${field.name}.`)));

export function titleOf(form: Form | undefined, name: string): string {
  const field = fieldOf(form, name);
  if (field === undefined) return kReserved[name] ?? name;
  return field.repeated ? `${field.title} ${Number(name.slice(field.name.length + 1))}` : field.title;
}

const nameOf = (words: Words, holder: unknown): string =>
  words.people.find((person) => person.holder === holder)?.name ?? '（名册中没有的人员）';

export const Fingerprint = ({text}: {text: string}) => <span className="mono small" title={text}>{text.slice(0, 16)}…</span>;

export function ValueView({field, name, value, words}: {
  field: FormField | undefined; name: string; value: Json; words: Words;
}): ReactNode {
  if (name === 'handlers' || field?.type === 'holders') return (value as string[]).map((one) => nameOf(words, one)).join('、');
  switch (field?.type) {
    case 'holder':
      return nameOf(words, value);
    case 'money':
      return yuanOf(value as number);
    case 'boolean':
      return value === true ? '是' : '否';
    case 'choice':
      return field.options[value as string] ?? String(value);
    case 'date':
      return spoken(value as string, '');
    case 'instant':
      return `${spoken(value as string, '')} ${timeOf(value as string)}`;
    case 'rich_text':
      return plainOf(words.texts[name]?.body ?? []);
    case 'files':
      return <FileLinks files={value as unknown as FileLink[]} />;
    case 'object':
      return name === 'doc.form' ? (value as {form: string}).form : <Members field={field} value={value} words={words} />;
    case 'hash':
      return <Fingerprint text={String(value)} />;
    default:
      if (name === 'procedure') return words.law.procedures.find((each) => each.id === value)?.title ?? String(value);
      return <Plain name={name} value={value} />;
  }
}

function Plain({name, value}: {name: string; value: Json}): ReactNode {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('、') || '无';
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return ['draft', 'seen', 'confirms'].includes(name) ? <Fingerprint text={String(value)} /> : String(value);
}

interface FileLink {
  name: string;
  sm3: string;
  media: string;
}

const hexOf = (base64: string): string =>
  Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
export const fileAddress = (sm3: string): string => `/files/${hexOf(sm3)}`;

const FileLinks = ({files}: {files: FileLink[]}) => (
  <>{files.map((file) => (
    <a key={file.sm3 + file.name} className="file" href={fileAddress(file.sm3)} download={file.name}>{file.name}</a>
  ))}</>
);

function Members({field, value, words}: {field: FormField; value: Json; words: Words}): ReactNode {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value);
  return field.members.filter((member) => value[member.name] !== undefined).map((member) => (
    <span key={member.name} className="member">
      <span className="soft">{member.title}　</span>
      <ValueView field={member} name="" value={value[member.name]!} words={words} />
    </span>
  ));
}
