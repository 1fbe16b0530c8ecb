// New records: the office tells open pages that one was made, and they ask anew.
import {useQueryClient} from '@tanstack/react-query';
import {useEffect} from 'react';

import {kAfterRecord} from '../api/queries';

/** A stream that breaks is taken up again by the browser itself. */
export function useLive(wanted: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!wanted) return;
    const source = new EventSource('/api/events');
    source.onmessage = () => {
      for (const queryKey of kAfterRecord) void client.invalidateQueries({queryKey});
    };
    return () => source.close();
  }, [client, wanted]);
}
