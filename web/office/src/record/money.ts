// Sums are whole fen in every record; people read and type yuan.

/** Fen of "30000", "1,234.50"; null for anything else, also for more than two places. */
export function fenOf(yuan: string): number | null {
  const found = /^(\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(yuan.trim());
  if (found === null) return null;
  const whole = Number(found[1]!.replaceAll(',', ''));
  const fen = whole * 100 + Number((found[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : null;
}

/** "30,000 元", "1,234.50 元". */
export function yuanOf(fen: number): string {
  const whole = Math.trunc(fen / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = Math.abs(fen % 100);
  return `${whole}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`} 元`;
}
