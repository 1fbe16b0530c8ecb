// Keys of the whole office (ui.md §9). Single letters can be turned off under 我的; nothing is reachable by them alone.
import {useEffect, useState} from 'react';
import {useNavigate} from 'react-router';

import {Dialog} from '../parts/dialog';
import type {Entry} from './words';

const kOff = 'mingjing.keys';
const kPatienceMs = 1200;

export const lettersOn = (): boolean => localStorage.getItem(kOff) !== 'off';
export const setLetters = (on: boolean): void => (on ? localStorage.removeItem(kOff) : localStorage.setItem(kOff, 'off'));

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Next or previous row of the first list marked `data-rows`; the focus is the mark. */
function move(step: 1 | -1): void {
  const rows = Array.from(document.querySelectorAll<HTMLElement>('[data-rows] [data-row]'));
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}

export function useKeys(entries: readonly Entry[]): {listed: boolean; close: () => void} {
  const [listed, setListed] = useState(false);
  const navigate = useNavigate();
  useEffect(() => {
    let waiting = 0;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !lettersOn()) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const followed = event.timeStamp < waiting;
      waiting = 0;
      const entry = followed ? entries.find((each) => each.key === event.key) : undefined;
      if (entry !== undefined) void navigate(entry.to);
      else if (event.key === 'g') waiting = event.timeStamp + kPatienceMs;
      else if (event.key === '/') document.getElementById('find')?.focus();
      else if (event.key === '?') setListed(true);
      else if (event.key === 'j' || event.key === 'k') move(event.key === 'j' ? 1 : -1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [entries, navigate]);
  return {listed, close: () => setListed(false)};
}

export function KeyList({entries, onClose}: {entries: readonly Entry[]; onClose: () => void}) {
  const rows: [string, string][] = [
    ['/', '查找'], ['j　k', '下一行、上一行'], ['Enter', '打开'], ['Esc', '关闭，已输入的内容不会丢'], ['?', '这张表'],
    ...entries.map((entry): [string, string] => [`g ${entry.key}`, entry.title]),
  ];
  return (
    <Dialog title="键盘" onClose={onClose}>
      <dl className="pairs in">
        {rows.map(([key, what]) => <div key={key} className="pair"><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}
      </dl>
    </Dialog>
  );
}
