// Loading, failed, empty, not allowed: each says what happened and what to do.
import type {UseQueryResult} from '@tanstack/react-query';
import type {ReactNode} from 'react';

import {type Refusal, Refused, Unreachable} from '../api/client';
import {Icon} from './icon';

export function Loading({rows = 4}: {rows?: number}) {
  const widths = [42, 61, 35, 54, 47, 66];
  return (
    <div role="status">
      <span className="vh">正在读取…</span>
      <div className="skeleton" aria-hidden="true">
        {Array.from({length: rows}, (_, i) => (
          <i key={i} style={{'--w': `${widths[i % widths.length]}%`} as React.CSSProperties} />
        ))}
      </div>
    </div>
  );
}

const kForbidden = 403;
const kUnknown = 404;

/** What went wrong, in words, with the number under which the log knows it. */
export function Failed({error, retry}: {error: unknown; retry?: (() => void) | undefined}) {
  const refused = error instanceof Refused ? error : null;
  const title = refused?.status === kForbidden ? '您的岗位不能打开这里' : refused?.status === kUnknown ? '没有找到' :
    error instanceof Unreachable ? '联系不上服务器' : '没有办成';
  return (
    <div className={`note ${refused?.status === kForbidden ? 'due' : 'stop'}`} role="alert">
      <b>{title}</b>
      <p>{error instanceof Error ? error.message : String(error)}。{advice(error)}</p>
      {refused !== null && refused.incident !== '' && <p className="small soft num">事件编号 {refused.incident}</p>}
      {retry !== undefined && refused?.status !== kForbidden && (
        <p className="row"><button type="button" className="btn sec sm" onClick={retry}><Icon name="refresh" />重试</button></p>
      )}
    </div>
  );
}

function advice(error: unknown): string {
  if (error instanceof Unreachable) return '请检查网络后重试，已经输入的内容都还在。';
  if (error instanceof Refused && error.status === kForbidden) return '需要时请联系系统管理员核对您的岗位。';
  if (error instanceof Refused && error.status === kUnknown) return '地址可能不完整，或者这件事项不存在。';
  if (error instanceof Refused && error.code === 'clock_behind') return '示范环境请把时钟拨到更晚的日期，再重试。';
  return '请稍后重试；仍然不行的，把事件编号告诉系统管理员。';
}

export function Empty({title, children}: {title: string; children?: ReactNode}) {
  return <div className="empty"><b>{title}</b>{children}</div>;
}

/** A query's data, or the state it is in. */
export function Loaded<T>({query, rows, children}: {
  query: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Loading rows={rows ?? 4} />;
}

export const Sources = ({list}: {list: readonly string[]}) =>
  list.length === 0 ? null : <p className="law">{list.join('、')}</p>;

/** Every reason, its article, and what to do. */
export function Refusals({list}: {list: readonly Refusal[]}) {
  return (
    <ul>
      {list.map((refusal, i) => (
        <li key={`${refusal.code} ${i}`}>
          <p>{refusal.say}{refusal.remedy}</p>
          <Sources list={refusal.source} />
        </li>
      ))}
    </ul>
  );
}
