import type {ReactNode} from 'react';

/** A table that may be wider than a telephone: reachable by keyboard, so that it can be moved. */
export const Scroll = ({name, children}: {name: string; children: ReactNode}) => (
  <div className="scroll" role="region" aria-label={name} tabIndex={0}>{children}</div>
);
