// The small numbers in the rail: how much waits behind an entry.
import {queryOptions} from '@tanstack/react-query';

import {api, take} from '../api/client';

export const counts = (reviews: boolean) => queryOptions({
  queryKey: ['reviews', 'count', reviews],
  queryFn: async (): Promise<Record<string, number>> =>
    reviews ? {'/shenhe': (await take(api.GET('/api/reviews'))).reviews.length} : {},
});
