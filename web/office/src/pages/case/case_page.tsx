// One case: its periods, its whole course, what is to be done now, and what cannot be done yet.
import {useQuery, useQueryClient} from '@tanstack/react-query';
import {useEffect} from 'react';
import {Link, useParams, useSearchParams} from 'react-router';

import {type About, type DocketLine, type Law, type Stream, cases, documents, kAfterRecord, stream, useAbout, useLaw} from '../../api/queries';
import {outlook} from '../../law/course';
import {Failed, Loading} from '../../parts/states';
import {useTitle} from '../../parts/title';
import {spoken} from '../../record/days';
import {ClockStrip} from './clock_strip';
import {Course} from './course';
import {Documents} from './documents';
import {RecordDrawer} from './record_drawer';
import {Handlers, NotYet, YouMay} from './rights';
import {StepPanel} from './step_panel';

export default function CasePage() {
  const {id = ''} = useParams();
  const state = useQuery(stream('case', id));
  const line = useQuery(cases).data?.find((each) => each.stream === id);
  const law = useLaw();
  const about = useAbout();
  useSealing(id);
  useTitle(line?.party ?? '案件');
  if (state.isError) return <Failed error={state.error} retry={() => void state.refetch()} />;
  if (state.data === undefined || law === undefined || about === undefined) return <Loading rows={6} />;
  return <Workspace state={state.data} line={line} law={law} about={about} />;
}

const kAskAgainMs = 1500;

/** While the sealer has an order of this case, its answer is asked for: it comes as a record of the sealer's own. */
function useSealing(id: string): void {
  const client = useQueryClient();
  const waits = (data: {waiting: {stream: string}[]} | undefined): boolean => data?.waiting.some((each) => each.stream === id) ?? false;
  const waiting = waits(useQuery({...documents, refetchInterval: (query) => (waits(query.state.data) ? kAskAgainMs : false)}).data);
  useEffect(() => {
    if (!waiting) return;
    return () => {
      for (const queryKey of kAfterRecord) void client.invalidateQueries({queryKey});
    };
  }, [client, waiting]);
}

function Workspace({state, line, law, about}: {state: Stream; line: DocketLine | undefined; law: Law; about: About}) {
  const [search, setSearch] = useSearchParams();
  const view = outlook(state);
  const step = state.steps.find((each) => each.step === search.get('buzhou') && each.possible && each.mine);
  const pos = Number(search.get('jilu') ?? 'none');
  const go = (next: Record<string, string>): void => setSearch(next);
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [step?.step]);
  return (
    <>
      <p className="oc"><Link to="/anjian">案件办理</Link><i>›</i>{line?.document_no || line?.party || '案件'}</p>
      <CaseHead state={state} line={line} />
      <ClockStrip state={state} />
      <div className="g3">
        <div className="course"><Course law={law} roles={about.roles} state={state} waiting={view} onOpen={(at) => go({jilu: String(at)})} /></div>
        <div className="stack work">
          <StepPanel law={law} about={about} state={state} view={view} step={step} onChoose={(name) => go({buzhou: name})} onLeave={() => go({})} />
          <Documents stream={state.stream} />
        </div>
        <div className="stack rights">
          {(step !== undefined || view.mine.length === 0) && <YouMay view={view} chosen={step?.step} />}
          <NotYet view={view} roles={about.roles} />
          <Handlers state={state} />
        </div>
      </div>
      {Number.isInteger(pos) && <RecordDrawer law={law} about={about} state={state} pos={pos} onClose={() => go({})} onMove={(at) => go({jilu: String(at)})} />}
    </>
  );
}

function CaseHead({state, line}: {state: Stream; line: DocketLine | undefined}) {
  const today = state.now.slice(0, 10);
  const title = line === undefined || line.party === '' ? state.title : `${line.party}${line.cause === '' ? '' : `${line.cause}案`}`;
  return (
    <div className="head">
      <div>
        <h1>{title}</h1>
        <p className="meta">
          {line !== undefined && (line.closed_on === '' ? <span className="tag dai">{line.stage}</span> : <span className="tag ok">已结案</span>)}
          <span className="tag">{state.title}</span>
          {line !== undefined && line.document_no !== '' && <span className="num">{line.document_no}</span>}
          {line !== undefined && line.filed_on !== '' && <span className="num">{spoken(line.filed_on, today)}立案</span>}
          <span className="num">{state.records.length} 条记录</span>
        </p>
      </div>
    </div>
  );
}
