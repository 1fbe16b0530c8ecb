// Procedure reports of the witness (transparency-log.md §7).

import {hasExactly, isIndex, isObject, type Json, parseCanonical} from '../../shared/ledger/json';
import {type VerifierKey, checkNote, parseNote} from './note';

export interface Report {
  from: number;
  to: number;
  root: string;
  listed: number[];
  closed: number[];
}

const kHead = 'mingjing-report/v1\n';
const kMembers = ['closed', 'from', 'missing', 'origin', 'root', 'rules', 'time', 'to', 'unlawful', 'v'];

/** null: signed by nobody we know, to be ignored; false: wrong. */
export function readReport(text: string, origin: string, known: VerifierKey[]): Report | null | false {
  const note = parseNote(text);
  if (note === null) return false;
  const checks = known.map((key) => checkNote(note, key));
  if (checks.includes(false)) return false;
  return checks.includes(true) ? readBody(note.text, origin) : null;
}

function readBody(text: string, origin: string): Report | false {
  if (!text.startsWith(kHead)) return false;
  const body = parseCanonical(text.slice(kHead.length, -1));
  if (!hasExactly(body, kMembers) || body['origin'] !== origin || body['v'] !== 1) return false;
  const unlawful = body['unlawful'];
  const listed = Array.isArray(unlawful) ? unlawful.map((item) => (isObject(item) ? item['index'] : undefined)) : [null];
  const missing = indexes(body['missing']);
  const closed = indexes(body['closed']);
  const named = indexes(listed as Json[]);
  if (named === null || missing === null || closed === null || !isIndex(body['from']) || !isIndex(body['to'])) return false;
  if (typeof body['root'] !== 'string') return false;
  return {from: body['from'], to: body['to'], root: body['root'], listed: [...named, ...missing], closed};
}

const indexes = (list: Json | undefined): number[] | null =>
  Array.isArray(list) && list.every(isIndex) ? (list as number[]) : null;

/** Indexes listed and not closed since, whatever the order of the reports in the file. */
export function openFindings(reports: Report[]): Set<number> {
  const open = new Set<number>();
  for (const report of [...reports].sort((a, b) => a.to - b.to)) {
    report.closed.forEach((index) => open.delete(index));
    report.listed.forEach((index) => open.add(index));
  }
  return open;
}
