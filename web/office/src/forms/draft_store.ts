// What was typed and not yet signed, kept for this tab: it survives a reload and a new sign-in, and is gone with the tab,
// so that nothing of a case stays on a shared machine.

import type {Values} from './values';

const kPrefix = 'mingjing.draft.';
const keyOf = (login: string, place: string): string => `${kPrefix}${login}.${place}`;

export function savedDraft(login: string, place: string): Values {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(login, place)) ?? '{}') as Values;
  } catch {
    return {};
  }
}

export function saveDraft(login: string, place: string, values: Values): void {
  sessionStorage.setItem(keyOf(login, place), JSON.stringify(values));
}

export const dropDraft = (login: string, place: string): void => sessionStorage.removeItem(keyOf(login, place));

/** Everything of every person: at signing out. */
export function dropDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(kPrefix)) sessionStorage.removeItem(key);
}
