// Days and instants as the office writes them: text in the time of Asia/Shanghai. Nothing here asks the machine's clock.

const kWeekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const kDayMs = 86_400_000;

const parts = (text: string): [number, number, number] => [
  Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)),
];
const at = (day: string): number => Date.UTC(parts(day)[0], parts(day)[1] - 1, parts(day)[2]);

export const dayOf = (instant: string): string => instant.slice(0, 10);
export const timeOf = (instant: string): string => instant.slice(11, 16);

/** 11月23日; with the year where it is not this one. */
export function spoken(day: string, today = day): string {
  const [year, month, date] = parts(day);
  return `${year === parts(today)[0] ? '' : `${year}年`}${month}月${date}日`;
}

/** 11/23, for lists; 2025/11/23 of another year. */
export function short(day: string, today = day): string {
  const [year, month, date] = parts(day);
  return `${year === parts(today)[0] ? '' : `${year}/`}${month}/${date}`;
}

export const weekday = (day: string): string => kWeekdays[new Date(at(day)).getUTCDay()]!;

/** Calendar days from `from` to `to`. */
export const between = (from: string, to: string): number => Math.round((at(to) - at(from)) / kDayMs);

export const plusDays = (day: string, days: number): string =>
  new Date(at(day) + days * kDayMs).toISOString().slice(0, 10);

/** 上午好, by the office's clock. */
export function greeting(instant: string): string {
  const hour = Number(instant.slice(11, 13));
  return hour < 6 ? '夜深了' : hour < 12 ? '上午好' : hour < 14 ? '中午好' : hour < 18 ? '下午好' : '晚上好';
}
