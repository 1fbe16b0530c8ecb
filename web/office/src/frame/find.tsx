// 查案件: a combobox over the docket.
import {useQuery} from '@tanstack/react-query';
import {useDeferredValue, useState} from 'react';
import {useNavigate} from 'react-router';

import {api, take} from '../api/client';
import {Icon} from '../parts/icon';

const kHitsMax = 8;

export function Find() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const wanted = useDeferredValue(text.trim());
  const hits = useQuery({
    queryKey: ['cases', 'find', wanted], enabled: wanted !== '',
    queryFn: async () => (await take(api.GET('/api/cases', {params: {query: {search: wanted}} as never}))).cases.slice(0, kHitsMax),
  }).data ?? [];
  const shown = open && wanted !== '';

  function go(stream: string | undefined): void {
    if (stream === undefined) return;
    setText('');
    setOpen(false);
    void navigate(`/anjian/${stream}`);
  }

  function press(event: React.KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt((before) => Math.max(0, Math.min(hits.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter') go(hits[at]?.stream);
    else if (event.key === 'Escape') setOpen(false);
  }

  return (
    <div className="find" role="search">
      <Icon name="search" />
      <label className="vh" htmlFor="find">查当事人、案由、文号</label>
      <input id="find" role="combobox" aria-expanded={shown} aria-controls="found" aria-autocomplete="list" autoComplete="off"
        aria-activedescendant={shown && hits.length > 0 ? `found-${at}` : undefined} placeholder="查当事人、案由、文号"
        value={text} onChange={(event) => { setText(event.target.value); setAt(0); setOpen(true); }}
        onKeyDown={press} onBlur={() => setOpen(false)} onFocus={() => setOpen(true)} />
      <kbd aria-hidden="true">/</kbd>
      <ul id="found" className="found" role="listbox" aria-label="找到的案件" hidden={!shown}>
        {hits.map((hit, i) => (
          <li key={hit.stream} id={`found-${i}`} role="option" aria-selected={i === at}
            onMouseDown={(event) => { event.preventDefault(); go(hit.stream); }}>
            {hit.party}<small>{[hit.cause, hit.document_no, hit.stage].filter((part) => part !== '').join(' · ')}</small>
          </li>
        ))}
        {hits.length === 0 && <li role="option" aria-selected={false} aria-disabled="true">没有找到“{wanted}”。可以试试更短的名称或者文号。</li>}
      </ul>
    </div>
  );
}
