import {describe, expect, it} from 'vitest';

import {between, plusDays, short, spoken, weekday} from '../src/record/days';
import {fenOf, yuanOf} from '../src/record/money';

describe('sums', () => {
  it('are whole fen, from what people type', () => {
    expect([fenOf('30000'), fenOf('1,234.5'), fenOf(' 0.05 '), fenOf('12.50')]).toEqual([3_000_000, 123_450, 5, 1250]);
  });
  it('are refused when they are not sums', () => {
    for (const wrong of ['', '1.234', '-1', '1,23', '一万', '1e3', '9999999999999']) expect(fenOf(wrong), wrong).toBeNull();
  });
  it('read as yuan', () => {
    expect([yuanOf(3_000_000), yuanOf(123_450), yuanOf(5)]).toEqual(['30,000 元', '1,234.50 元', '0.05 元']);
  });
});

describe('days', () => {
  it('are spoken without the year that it is', () => {
    expect(spoken('2026-11-03', '2026-01-01')).toBe('11月3日');
    expect(spoken('2025-11-03', '2026-01-01')).toBe('2025年11月3日');
    expect(short('2026-01-09')).toBe('1/9');
  });
  it('are counted over the end of a month and of a leap year', () => {
    expect(between('2028-02-28', '2028-03-01')).toBe(2);
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(weekday('2026-11-23')).toBe('周一');
  });
});
