// Steps that begin something of the kind `case`, for whom may take them.
import type {Law} from '../api/queries';

export interface Opening {
  procedure: Law['procedures'][number];
  step: Law['procedures'][number]['steps'][number];
}

export const openings = (law: Law, roles: readonly string[]): Opening[] =>
  law.procedures.filter((procedure) => procedure.kind === 'case').flatMap((procedure) =>
    procedure.steps.filter((step) => step.opens && roles.includes(step.role)).map((step) => ({procedure, step})));
