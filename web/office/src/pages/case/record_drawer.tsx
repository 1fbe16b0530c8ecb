// One record, opened beside the work: who, when, what was written, and the fingerprint that holds it.
import {useQuery} from '@tanstack/react-query';
import type {Json} from '@ledger/json';

import {type About, type Law, type OpenRecord, type Stream, people, record as recordQuery} from '../../api/queries';
import {stepsOf} from '../../law/course';
import {Dialog} from '../../parts/dialog';
import {Loaded} from '../../parts/states';
import {dayOf, spoken, timeOf} from '../../record/days';
import {ValueView, fieldOf, isMachinery, titleOf} from '../../record/show';

interface Props {
  law: Law;
  about: About;
  state: Stream;
  pos: number;
  onClose: () => void;
  onMove: (pos: number) => void;
}

export function RecordDrawer({law, about, state, pos, onClose, onMove}: Props) {
  const query = useQuery(recordQuery(state.kind, state.stream, pos));
  const line = state.records.find((each) => each.pos === pos);
  const step = stepsOf(law, state.procedure).get(line?.step ?? '');
  return (
    <Dialog side title={step?.title ?? '记录'} onClose={onClose} footer={<>
      <button type="button" className="btn sec" disabled={pos <= 0} onClick={() => onMove(pos - 1)}>上一条</button>
      <button type="button" className="btn sec" disabled={pos + 1 >= state.records.length} onClick={() => onMove(pos + 1)}>下一条</button>
    </>}>
      <div className="in stack">
        {line !== undefined && (
          <p className="meta num">
            <span>第 {pos + 1} 条</span><span>{spoken(dayOf(line.at), dayOf(state.now))} {timeOf(line.at)}</span>
            <span>{line.name === undefined ? about.roles[line.role] ?? line.role : `${line.name}（${about.roles[line.role] ?? line.role}）`}</span>
          </p>
        )}
        <Loaded query={query}>{(opened) => <Content law={law} form={step?.form ?? ''} opened={opened} />}</Loaded>
        <p className="small soft">打开案件记录会留下调阅记录。</p>
      </div>
    </Dialog>
  );
}

function Content({law, form: name, opened}: {law: Law; form: string; opened: OpenRecord}) {
  const roster = useQuery(people).data ?? [];
  const form = law.forms[name];
  const fields = opened.fields as unknown as Record<string, Json>;
  const words = {law, form, people: roster, texts: opened.texts as unknown as Record<string, {body: readonly unknown[]}>};
  const order = (each: string): number => form?.fields.findIndex((field) => field === fieldOf(form, each)) ?? -1;
  const names = Object.keys(fields).filter((each) => !isMachinery(each)).sort((a, b) => order(a) - order(b) || a.localeCompare(b));
  return (
    <>
      <dl className="pairs">
        {names.map((each) => (
          <div key={each} className="pair">
            <dt>{titleOf(form, each)}</dt>
            <dd><ValueView field={fieldOf(form, each)} name={each} value={fields[each]!} words={words} /></dd>
          </div>
        ))}
      </dl>
      <dl className="pairs">
        <div className="pair"><dt>签名</dt><dd>{fields['sig'] === undefined ? '这一步不需要签名' : '已由办理人的密钥签名'}</dd></div>
        <div className="pair"><dt>写入时间</dt><dd className="num">{String(fields['recorded'] ?? '').slice(0, 19).replace('T', ' ')}</dd></div>
        <div className="pair"><dt>日志序号</dt><dd className="num">{opened.index}</dd></div>
        <div className="pair"><dt>指纹</dt><dd className="mono small">{opened.leaf}</dd></div>
      </dl>
    </>
  );
}
