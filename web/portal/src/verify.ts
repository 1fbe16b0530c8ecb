// The checks of one proof, in the order of proof.md §3; the first failure is the code. A second implementation: it
// shares no code with mingjing-verify, only the specification and the test vectors.

import {type Fault, type KeyRecord, type Step, Keys, ascending, checkActor, checkCourse, checkSignature, enrolAll, keyId, readStep} from './act';
import {type Revealed, openBundle, sameJson} from './bundle';
import {base64, fromBase64, utf8} from '../../shared/ledger/bytes';
import {type Json, type JsonObject, canonicalBytes, hasExactly, isIndex, isObject, isStrings, parse} from '../../shared/ledger/json';
import {verifyInclusion} from '../../shared/ledger/merkle';
import {type Checkpoint, type VerifierKey, checkCosignature, checkNote, parseCheckpoint, parseNote, parseVkey} from './note';
import {openFindings, readReport} from './report';
import {fieldOf, textDigest, verifyText} from '../../shared/ledger/text';

export type Statement = 'proven' | 'carried' | 'open';
export const kStatements = ['log', 'witness', 'text', 'review', 'document', 'service', 'report'] as const;

export interface Result {
  code: string;
  /** Number of the check that failed, 1…14; 0 when ok. */
  check: number;
  pinned: boolean;
  statements: Partial<Record<(typeof kStatements)[number], Statement>>;
  records: number;
  hidden: number;
  /** Unix seconds of the newest cosignature. */
  witnessTime: number | null;
  witnessName: string;
  documentNo: string;
  documentSm3: string;
  serviceOn: string;
}

export interface Trust {
  log: VerifierKey;
  procedure: VerifierKey[];
  roots: {id: string; pub: Uint8Array; holder: string; roles: string[]}[];
  witnesses: VerifierKey[];
}

const kFileBytesMax = 8 << 20;
const kActs = ['draft', 'review', 'decision', 'issue', 'service', 'publication'] as const;
type Act = (typeof kActs)[number];
const kRoles: Record<Act, string> = {
  draft: 'handler', review: 'legal_reviewer', decision: 'agency_head', issue: 'sealer', service: 'handler', publication: 'publisher',
};
const kSteps: Record<Act, RegExp> = {
  draft: /^draft_document$/, review: /^pass_review$/, decision: /^decide_[a-z0-9_]+$/, issue: /^issue_document$/,
  service: /^serve_decision$/, publication: /^publish_decision$/,
};

class Failed extends Error {
  constructor(readonly check: number, readonly code: string) {
    super(code);
  }
}

function demand(good: boolean, check: number, code: string): asserts good {
  if (!good) throw new Failed(check, code);
}

export function readTrust(value: Json | undefined): Trust | null {
  if (!hasExactly(value, ['log', 'procedure', 'roots', 'witnesses'])) return null;
  const {log, procedure, roots, witnesses} = value;
  if (typeof log !== 'string' || !isStrings(procedure) || !isStrings(witnesses) || !Array.isArray(roots)) return null;
  const keys = [log, ...procedure, ...witnesses].map(parseVkey);
  const read = roots.map(readRoot);
  if (keys.includes(null) || read.includes(null)) return null;
  const [logKey, ...others] = keys as VerifierKey[];
  return {
    log: logKey!, procedure: others.slice(0, procedure.length), witnesses: others.slice(procedure.length),
    roots: read as Trust['roots'],
  };
}

function readRoot(value: Json): Trust['roots'][number] | null {
  if (!hasExactly(value, ['holder', 'id', 'pub', 'roles'])) return null;
  const {holder, id, pub, roles} = value;
  const point = typeof pub === 'string' ? fromBase64(pub) : null;
  if (typeof holder !== 'string' || typeof id !== 'string' || !isStrings(roles) || point?.length !== 65) return null;
  return keyId(point) === id ? {holder, id, pub: point, roles} : null;
}

interface Entry {
  bundle: Json;
  index: number;
  path: Uint8Array[];
}

function readEntries(value: Json | undefined, min: number, max: number): Entry[] {
  demand(Array.isArray(value) && value.length >= min && value.length <= max, 1, 'format');
  return value.map((item) => {
    demand(hasExactly(item, ['bundle', 'index', 'path']) && isIndex(item['index']) && isStrings(item['path']), 1, 'format');
    const path = item['path'].map(fromBase64);
    demand(path.every((hash) => hash?.length === 32), 1, 'format');
    return {bundle: item['bundle']!, index: item['index'], path: path as Uint8Array[]};
  });
}

interface File {
  origin: string;
  checkpoint: string;
  records: Entry[];
  acts: Map<Act, number>;
  texts: JsonObject;
  keys: Entry[][];
  reports: string[];
  trust: Trust;
}

const kMembers = ['acts', 'checkpoint', 'keys', 'origin', 'records', 'reports', 't', 'texts', 'trust', 'v'];

function readFile(text: string): File {
  demand(utf8(text).length <= kFileBytesMax, 1, 'format');
  let file: Json;
  try {
    file = parse(text);
  } catch {
    throw new Failed(1, 'format');
  }
  demand(hasExactly(file, kMembers) && file['t'] === 'zhengming' && file['v'] === 1, 1, 'format');
  const {origin, checkpoint, keys, reports, texts} = file;
  demand(typeof origin === 'string' && typeof checkpoint === 'string' && isObject(texts), 1, 'format');
  demand(isStrings(reports) && reports.length <= 256, 1, 'format');
  demand(Array.isArray(keys) && keys.length <= 64, 1, 'format');
  const records = readEntries(file['records'], 1, 4096);
  const trust = readTrust(file['trust']);
  demand(trust !== null, 1, 'format');
  return {
    origin, checkpoint, records, acts: readActs(file['acts'], records.length), texts, reports, trust,
    keys: keys.map((key) => {
      demand(hasExactly(key, ['records']), 1, 'format');
      return readEntries(key['records'], 2, 3);
    }),
  };
}

function readActs(value: Json | undefined, records: number): Map<Act, number> {
  demand(isObject(value), 1, 'format');
  const names = kActs.filter((name) => name !== 'service' || Object.hasOwn(value, 'service'));
  demand(hasExactly(value, names), 1, 'format');
  return new Map(names.map((name) => {
    const pos = value[name];
    demand(isIndex(pos) && pos < records, 1, 'format');
    return [name, pos];
  }));
}

function checkLog(file: File, trust: Trust): Checkpoint {
  const note = parseNote(file.checkpoint);
  const checkpoint = note && parseCheckpoint(note.text);
  demand(note !== null && checkpoint !== null && checkNote(note, trust.log) === true, 2, 'log');
  demand(trust.log.name === file.origin && checkpoint!.origin === file.origin, 2, 'log');
  return checkpoint!;
}

function checkWitness(file: File, trust: Trust, policy: number, result: Result): number {
  const note = parseNote(file.checkpoint)!;
  let valid = 0;
  for (const key of trust.witnesses) {
    const time = checkCosignature(note, key);
    demand(time !== false, 3, 'witness');
    if (time === null) continue;
    valid++;
    if (time > (result.witnessTime ?? -1)) [result.witnessTime, result.witnessName] = [time, key.name];
  }
  demand(valid >= policy, 3, 'witness');
  return valid;
}

const open = (entries: Entry[]): (Revealed & {index: number})[] =>
  entries.map((entry) => {
    const revealed = openBundle(entry.bundle);
    demand(revealed !== null, 4, 'bundle');
    return {...revealed, index: entry.index};
  });

function checkInclusion(entries: Entry[], opened: Revealed[], checkpoint: Checkpoint): void {
  entries.forEach((entry, i) =>
    demand(verifyInclusion(entry.index, checkpoint.size, opened[i]!.leaf, entry.path, checkpoint.root), 5, 'inclusion'));
}

function checkKeys(streams: KeyRecord[][], trust: Trust): Keys {
  const keys = new Keys();
  for (const root of trust.roots) keys.add(root.id, {...root, from: null, retired: null});
  demand(enrolAll(streams, keys), 6, 'key');
  return keys;
}

function checkChain(opened: (Revealed & {index: number})[], keys: Keys): Step[] {
  const steps = opened.map((revealed) => readStep(revealed, revealed.index));
  demand(steps.every((step) => step !== null), 7, 'bundle');
  const chain = steps as Step[];
  // The six acts are signed; all but draft and service name the draft and what the signer had before him.
  for (const step of chain) {
    const name = kActs.find((act) => kSteps[act].test(step.step));
    if (name === undefined) continue;
    demand(step.revealed.fields.has('sig'), 7, 'bundle');
    if (name !== 'draft' && name !== 'service') demand(step.draft !== '' && step.seen !== '', 7, 'bundle');
  }
  const first = (check: (step: Step) => Fault): Fault => {
    for (const step of chain) {
      const fault = check(step);
      if (fault !== null) return fault;
    }
    return null;
  };
  const fault = checkCourse(chain) ?? first((step) => checkActor(step, keys)) ?? first((step) => checkSignature(step, keys)) ??
    first((step) => (step.seen !== '' && step.seen !== step.prev ? {code: 'seen', pos: step.pos} : null));
  demand(fault === null, 7, fault?.code ?? '');
  return chain;
}

type Acts = Partial<Record<Act, Step>>;

function checkActs(chain: Step[], places: Map<Act, number>): Acts {
  const acts: Acts = {};
  let before = -1;
  for (const [name, pos] of places) {
    demand(pos > before && kSteps[name].test(chain[pos]!.step), 8, 'acts');
    acts[name] = chain[pos]!;
    before = pos;
  }
  const after = chain.slice(places.get('review')! + 1);
  demand(!after.some((step) => ['draft_document', 'pass_review', 'return_review'].includes(step.step)), 8, 'acts');
  return acts;
}

function checkDraftAndRoles(chain: Step[], acts: Acts, keys: Keys): void {
  for (const name of ['review', 'decision', 'issue', 'publication'] as const)
    demand(acts[name]!.draft === acts.draft!.revealed.root, 9, 'draft');
  for (const name of kActs) demand(acts[name] === undefined || acts[name].role === kRoles[name], 10, 'role');
  const holder = (step: Step): string => keys.goodAt(step.actor, step.index)?.holder ?? '';
  const [drafter, reviewer, decider] = [acts.draft!, acts.review!, acts.decision!].map(holder);
  demand(drafter !== reviewer && drafter !== decider && reviewer !== decider, 10, 'role');
  for (const step of chain) {
    const handlers = step.revealed.fields.get('handlers');
    const named = isStrings(handlers) ? handlers : [];
    demand(!named.includes(reviewer!) && !named.includes(decider!), 10, 'role');
  }
}

const shown = (step: Step | undefined, name: string): string => {
  const value = step?.revealed.fields.get(name);
  return typeof value === 'string' ? value : '';
};

function checkDocument(acts: Acts, result: Result): void {
  for (const name of ['doc.no', 'doc.date', 'doc.sm3']) demand(shown(acts.issue, name) !== '', 11, 'document');
  demand(acts.service === undefined || shown(acts.service, 'doc.sm3') === shown(acts.issue, 'doc.sm3'), 11, 'document');
  result.documentNo = shown(acts.issue, 'doc.no');
  result.documentSm3 = shown(acts.issue, 'doc.sm3');
  result.serviceOn = shown(acts.service, 'service.on');
}

function checkTexts(file: File, acts: Acts): void {
  const draft = acts.draft!.revealed.fields;
  for (const name of Object.keys(file.texts).sort()) {
    const form = file.texts[name]!;
    demand(verifyText(form) === 'ok' && sameJson(fieldOf(form), draft.get(name)), 12, 'text');
  }
}

function checkView(file: File, acts: Acts): void {
  const names = [...acts.draft!.revealed.fields.keys()].filter((name) => name.startsWith('doc.')).sort();
  const fields = acts.publication!.revealed.fields.get('pub.fields');
  demand(isStrings(fields) && ascending(fields) && sameJson(fields, names), 13, 'view');
  demand(shown(acts.publication, 'pub.texts') === textDigest(canonicalBytes(file.texts)), 13, 'view');
}

/** True when known reports looked at every record of the case. */
function checkReports(file: File, trust: Trust, checkpoint: Checkpoint, indexes: number[], keyIndexes: number[]): boolean {
  const read = file.reports.map((text) => readReport(text, file.origin, trust.procedure));
  demand(!read.includes(false), 14, 'report');
  const reports = read.filter((report) => report !== null && report !== false);
  // Two roots at one size: the authority saw another tree than the one this file is proven in.
  demand(reports.every((report) => report.to !== checkpoint.size || report.root === base64(checkpoint.root)), 14, 'report');
  const findings = openFindings(reports);
  demand(![...indexes, ...keyIndexes].some((index) => findings.has(index)), 14, 'report');
  return indexes.every((index) => reports.some((report) => report.from <= index && index < report.to));
}

function run(text: string, pinned: Trust | null, policy: number | null, result: Result): void {
  const file = readFile(text);
  const trust = pinned ?? file.trust;
  const checkpoint = checkLog(file, trust);
  const witnesses = checkWitness(file, trust, policy ?? Math.min(1, trust.witnesses.length), result);
  const opened = open(file.records);
  const openedKeys = file.keys.map(open);
  checkInclusion(file.records, opened, checkpoint);
  file.keys.forEach((entries, i) => checkInclusion(entries, openedKeys[i]!, checkpoint));
  const keys = checkKeys(openedKeys.map((stream) => stream.map((revealed) => ({revealed, index: revealed.index}))), trust);
  const chain = checkChain(opened, keys);
  const acts = checkActs(chain, file.acts);
  checkDraftAndRoles(chain, acts, keys);
  checkDocument(acts, result);
  checkTexts(file, acts);
  checkView(file, acts);
  const reported = checkReports(file, trust, checkpoint, chain.map((step) => step.index), file.keys.flat().map((key) => key.index));
  const carried: Statement = pinned === null ? 'carried' : 'proven';
  result.records = chain.length;
  result.hidden = chain.filter((step) => step.hidden).length;
  result.statements = {
    log: carried, witness: witnesses > 0 ? carried : 'open', text: 'proven', review: 'proven', document: 'proven',
    service: acts.service === undefined ? 'open' : 'proven', report: reported ? carried : 'open',
  };
}

/** `pinned` null: the keys carried in the file. `policy` null: one cosignature if the keys used name a witness. */
export function verifyProof(text: string, pinned: Trust | null = null, policy: number | null = null): Result {
  const result: Result = {
    code: 'ok', check: 0, pinned: pinned !== null, statements: {}, records: 0, hidden: 0, witnessTime: null, witnessName: '',
    documentNo: '', documentSm3: '', serviceOn: '',
  };
  try {
    run(text, pinned, policy, result);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return {...result, code: error.code, check: error.check, statements: {}};
  }
  return result;
}
