// Plain text as an officer types it, and the body that is committed (redactable-text.md §1).

import type {Json} from '@ledger/json';

/** One line a paragraph; [[…]] is one piece that is later shown or hidden as a whole. */
export function bodyOf(text: string): Json[] {
  const out: Json[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    out.push({b: 'p'});
    line.split(/(\[\[.+?\]\])/u).forEach((piece) => {
      if (piece === '') return;
      out.push(piece.startsWith('[[') && piece.endsWith(']]') ? {a: piece.slice(2, -2)} : {t: piece});
    });
  }
  return out;
}

/** The words of a body, one line a paragraph, without the marks of pieces. */
export function plainOf(body: readonly unknown[]): string {
  let out = '';
  for (const item of body as {t?: string; a?: string; b?: string; l?: string}[]) {
    if (item.b !== undefined) out += out === '' ? '' : '\n';
    else out += item.t ?? item.a ?? `【${item.l ?? ''}】`;
  }
  return out;
}
