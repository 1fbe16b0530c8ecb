// 示范环境: that it is one, and its clock, which a learner moves on so that a period of five days passes in a second.
import {useMutation, useQueryClient} from '@tanstack/react-query';

import {api, take} from '../api/client';
import {dayOf, plusDays} from '../record/days';

const kMorning = 'T09:00:00+08:00';

/** So many days on from what the clock shows now. Never back: no record may be older than the one before it. */
async function move(days: number): Promise<void> {
  const {now} = await take(api.GET('/api/clock'));
  await take(api.POST('/api/demo/clock', {body: {now: plusDays(dayOf(now ?? ''), days) + kMorning}}));
}

export function DemoBar() {
  const client = useQueryClient();
  const set = useMutation({mutationFn: move, onSuccess: () => client.invalidateQueries()});
  return (
    <div className="bar noprint">
      <span>示范环境：当事人、案情均为虚构。</span>
      <button type="button" className="btn" onClick={() => set.mutate(1)}>时钟拨到明天</button>
      <button type="button" className="btn" onClick={() => set.mutate(7)}>拨过一周</button>
      {set.isPending && <span role="status">正在拨动…</span>}
      {set.isError && <span role="alert">没有拨动：{set.error.message}</span>}
    </div>
  );
}
