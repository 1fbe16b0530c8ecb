// 查找: one box for cases, documents and people.
import {useQuery} from '@tanstack/react-query';
import {useDeferredValue, useState} from 'react';
import {useNavigate} from 'react-router';

import {type Hit, search} from '../api/queries';
import {Icon} from '../parts/icon';

const kHitsMax = 8;
const kKinds: Record<Hit['kind'], string> = {case: '案件', document: '文书', person: '人员'};

export function Find() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const wanted = useDeferredValue(text.trim());
  const hits = useQuery(search(wanted)).data?.slice(0, kHitsMax) ?? [];
  const shown = open && wanted !== '';

  function go(hit: Hit | undefined): void {
    if (hit === undefined) return;
    setText('');
    setOpen(false);
    void navigate(hit.kind === 'person' ? '/renyuan' : `/anjian/${hit.stream}`);
  }

  function press(event: React.KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt((before) => Math.max(0, Math.min(hits.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter') go(hits[at]);
    else if (event.key === 'Escape') setOpen(false);
  }

  return (
    <div className="find" role="search">
      <Icon name="search" />
      <label className="vh" htmlFor="find">查当事人、案由、文号、姓名</label>
      <input id="find" role="combobox" aria-expanded={shown} aria-controls="found" aria-autocomplete="list" autoComplete="off"
        aria-activedescendant={shown && hits.length > 0 ? `found-${at}` : undefined} placeholder="查当事人、案由、文号、姓名"
        value={text} onChange={(event) => { setText(event.target.value); setAt(0); setOpen(true); }}
        onKeyDown={press} onBlur={() => setOpen(false)} onFocus={() => setOpen(true)} />
      <kbd aria-hidden="true">/</kbd>
      <ul id="found" className="found" role="listbox" aria-label="找到的" hidden={!shown}>
        {hits.map((hit, i) => (
          <li key={`${hit.kind} ${hit.stream} ${hit.title}`} id={`found-${i}`} role="option" aria-selected={i === at}
            onMouseDown={(event) => { event.preventDefault(); go(hit); }}>
            {hit.title}<small>{kKinds[hit.kind]}{hit.line === '' ? '' : ` · ${hit.line}`}</small>
          </li>
        ))}
        {hits.length === 0 && <li role="option" aria-selected={false} aria-disabled="true">没有找到“{wanted}”。可以试试更短的名称或者文号。</li>}
      </ul>
    </div>
  );
}
