// What of a stream's steps is done, can be done by whom, and cannot be done yet. Pure; the office has decided all of it.
import type {CourseRecord, Law, Step, Stream} from '../api/queries';

export interface Outlook {
  /** Possible now, and this person has the role. In the lawbook's order, beginning behind the newest record. */
  mine: Step[];
  others: Step[];
  /** Not possible now and not taken before; what lacks least comes first. */
  notYet: Step[];
}

export function outlook(state: Stream): Outlook {
  const taken = new Set(state.records.filter((record) => record.void !== true).map((record) => record.step));
  const place = new Map(state.steps.map((step, i) => [step.step, i]));
  const reached = place.get(state.records.findLast((record) => place.has(record.step))?.step ?? '') ?? -1;
  const count = state.steps.length;
  const ahead = (step: Step): number => (place.get(step.step)! - reached - 1 + count) % count;
  const byNearness = (a: Step, b: Step): number => ahead(a) - ahead(b);
  const byLack = (a: Step, b: Step): number =>
    Number(b.mine) - Number(a.mine) || a.refusals.length - b.refusals.length || byNearness(a, b);
  return {
    mine: state.steps.filter((step) => step.possible && step.mine).sort(byNearness),
    others: state.steps.filter((step) => step.possible && !step.mine).sort(byNearness),
    notYet: state.steps.filter((step) => !step.possible && !taken.has(step.step)).sort(byLack),
  };
}

/** Titles and stages of a procedure's steps, those of machines too. */
export function stepsOf(law: Law, procedure: string): Map<string, {title: string; stage: string; form: string; role: string}> {
  const steps = law.procedures.find((each) => each.id === procedure)?.steps ?? [];
  return new Map(steps.map((step) => [step.step, step]));
}

/** Steps whose record is a draft, and the form of each. */
export const makers = (law: Law): Map<string, string> => new Map(law.procedures.flatMap((each) => each.steps)
  .filter((step) => step.draft?.makes === true).map((step) => [step.step, step.form]));

export interface StageView {
  stage: string;
  records: CourseRecord[];
}

/** The records under the stage in which they were made, in their order; stages still to come are empty, at the end. */
export function stages(law: Law, state: Stream): StageView[] {
  const steps = stepsOf(law, state.procedure);
  const out: StageView[] = [];
  for (const record of state.records) {
    const stage = steps.get(record.step)?.stage || out.at(-1)?.stage || '';
    if (out.at(-1)?.stage !== stage) out.push({stage, records: []});
    out.at(-1)!.records.push(record);
  }
  const all = [...new Set([...steps.values()].map((step) => step.stage).filter((stage) => stage !== ''))];
  const last = all.indexOf(out.at(-1)?.stage ?? '');
  return [...out, ...all.slice(last + 1).map((stage) => ({stage, records: []}))];
}
