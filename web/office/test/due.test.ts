import {describe, expect, it} from 'vitest';

import type {TodoItem} from '../src/api/queries';
import {groupOf, grouped, summary, sunday} from '../src/law/due';

const kMonday = '2026-11-23';
const item = (due: string, more: Partial<NonNullable<TodoItem['clock']>> = {}): TodoItem => ({
  cause: '', clocks: 1, document_no: '', kind: 'case', mine: true, next: [], party: '', procedure: '', stage: '', stream: due, title: '',
  clock: {days: 7, due, left: 1, name: 'c', overdue: due < kMonday, partys: false, paused: false, source: [], start: due, title: '', unit: '日', used: 1, ...more},
});

describe('what waits', () => {
  it('is grouped by the day it ends, to the Sunday of this week', () => {
    const days = ['2026-11-22', kMonday, '2026-11-29', '2026-11-30'];
    expect(days.map((day) => groupOf(item(day), kMonday))).toEqual(['overdue', 'today', 'week', 'later']);
    expect([sunday(kMonday), sunday('2026-11-29')]).toEqual(['2026-11-29', '2026-11-29']);
  });

  it('is never overdue while it is the party whose time runs, or while the period stands still', () => {
    expect(groupOf(item('2026-11-01', {partys: true}), kMonday)).toBe('later');
    expect(groupOf(item('2026-11-01', {paused: true}), kMonday)).toBe('later');
  });

  it('is told in one sentence', () => {
    expect(summary(grouped([], kMonday))).toBe('没有待办。');
    expect(summary(grouped([item('2026-11-01'), item(kMonday)], kMonday))).toBe('1 件已经逾期，今天有 1 件必须办完。');
  });
});
