// The browser's own dialog: it keeps the focus, closes by Esc and lies above everything without help.
import {type ReactNode, useEffect, useId, useRef} from 'react';

import {Icon} from './icon';

interface Props {
  title: string;
  /** Beside the work instead of over it. */
  side?: boolean;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
}

export function Dialog({title, side = false, onClose, children, footer}: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current!;
    if (!dialog.open) dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog ref={element} className={side ? 'side' : undefined} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === element.current) onClose(); }}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" className="btn txt" onClick={onClose}><Icon name="close" />关闭</button>
      </header>
      {children}
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  );
}
