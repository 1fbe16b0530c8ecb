import {useEffect} from 'react';

/** The window's title: the page, then the house. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 明镜`;
  }, [title]);
}
