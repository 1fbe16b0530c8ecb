// 待办 by when it is due. Pure.
import type {TodoItem} from '../api/queries';
import {plusDays} from '../record/days';

export type Group = 'overdue' | 'today' | 'week' | 'later';

export const kGroups: readonly [Group, string][] = [
  ['overdue', '已逾期'], ['today', '今天到期'], ['week', '本周到期'], ['later', '以后'],
];

/** Sunday of the week in which `day` lies. */
export function sunday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return plusDays(day, weekday === 0 ? 0 : 7 - weekday);
}

/** A party's own time has no group of its own: its end breaches nothing. */
export function groupOf(item: TodoItem, today: string): Group {
  const {clock} = item;
  if (clock === undefined || clock.partys || clock.paused) return 'later';
  if (clock.due < today) return 'overdue';
  if (clock.due === today) return 'today';
  return clock.due <= sunday(today) ? 'week' : 'later';
}

export function grouped(items: readonly TodoItem[], today: string): Map<Group, TodoItem[]> {
  const out = new Map<Group, TodoItem[]>(kGroups.map(([group]) => [group, []]));
  for (const item of items) out.get(groupOf(item, today))!.push(item);
  return out;
}

/** One sentence for the head of the page. */
export function summary(groups: Map<Group, TodoItem[]>): string {
  const count = (group: Group): number => groups.get(group)?.length ?? 0;
  if ([...groups.values()].every((items) => items.length === 0)) return '没有待办。';
  const parts = [
    count('overdue') > 0 ? `${count('overdue')} 件已经逾期` : '没有逾期事项',
    count('today') > 0 ? `今天有 ${count('today')} 件必须办完` : '今天没有到期事项',
    ...(count('week') > 0 ? [`本周还有 ${count('week')} 件到期`] : []),
  ];
  return `${parts.join('，')}。`;
}
