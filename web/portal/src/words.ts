// What the reader is told (proof.md §3–§5).

import {type Result, type Statement, kStatements} from './verify';

const kFailures: Record<string, string> = {
  format: '证明文件的格式不对',
  log: '日志的签名或名称不对',
  witness: '见证签名不对，或者数量不够',
  bundle: '有记录与它在日志中的承诺不符',
  inclusion: '有记录不在日志里',
  key: '签名公钥的登记不对',
  stream: '记录不属于同一个案件',
  pos: '缺少中间的记录',
  prev: '记录前后不衔接',
  replay: '同一份内容被使用两次',
  order: '记录的先后次序不对',
  actor: '签名人没有登记，或者没有这项职责',
  sig: '签名不对',
  seen: '签名人签名时看到的不是前一条记录',
  acts: '办理步骤不全，或者先后不对',
  draft: '审核、决定、制作、公示所指的不是同一份草案',
  role: '起草、审核、决定没有由不同的人分别办理',
  document: '送达的文书与制作的文书不同',
  text: '公示的文字与审核通过的草案不同',
  view: '公示的内容与公示人签名确认的不同',
  report: '监督机关的检查报告列出了本案的记录，或者报告不对',
};

const kOpen: Partial<Record<(typeof kStatements)[number], string>> = {
  witness: '暂无见证：还没有其他机关确认这份日志。',
  service: '文件尚未送达，或送达没有公开。',
  report: '监督机关对本案步骤的检查报告不在本文件中。',
};

function sentence(name: (typeof kStatements)[number], result: Result): string {
  switch (name) {
    case 'log':
      return `本案 ${result.records} 条记录都在该机关的公开日志中，位置和先后没有改动。`;
    case 'witness':
      return `${result.witnessName} 在 ${day(result.witnessTime ?? 0)} 确认日志只增不改。`;
    case 'text':
      return '这里显示的文字与法制审核通过的草案逐字相同，只有标明之处依法不公开。';
    case 'review':
      return '作出决定之前，该草案由登记在册的审核人员签名通过；起草、审核、决定是三个不同的人。';
    case 'document':
      return `文号（${result.documentNo}）由封签程序按该草案制作；其 PDF 指纹已写在日志里。`;
    case 'service':
      return `送达的文件与制作的文件相同，送达日期（${result.serviceOn || '见记录'}）由执法人员签名。`;
    case 'report':
      return '监督机关检查了本案全部步骤，没有列出违法或缺失之处。';
  }
}

const day = (seconds: number): string => new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 16).replace('T', ' ');

/** One line per statement: proven, proven if the carried keys are true, or open. */
export function statements(result: Result): {state: Statement; words: string}[] {
  return kStatements.map((name) => {
    const state = result.statements[name] ?? 'open';
    return {state, words: state === 'open' ? (kOpen[name] ?? '') : sentence(name, result)};
  });
}

export const kCarried = '文件前后一致，但所用公钥来自文件本身；请与公布的公钥指纹核对后再下结论。';

export function failure(result: Result): string {
  const what = kFailures[result.code] ?? '证明文件没有通过核对';
  return `核验未通过（第 ${result.check} 步：${what}）：请不要依据本页办事，拨打该机关电话，并保留证明文件。`;
}

export const kUnable = '没有取到证明文件，无法重算。请检查网络，或者下载证明文件后用核验程序核对。';
