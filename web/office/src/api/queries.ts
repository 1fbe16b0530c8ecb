// What the pages read, by name. One key, one place to make it stale.

import {queryOptions, useQuery} from '@tanstack/react-query';

import {type Schemas, api, take} from './client';

export type About = Schemas['About'];
export type Law = Schemas['Law'];
export type Person = Schemas['Person'];
export type Stream = Schemas['Stream'];
export type Step = Schemas['StreamStep'];
export type Period = Schemas['Period'];
export type CourseRecord = Schemas['CourseRecord'];
export type DocketLine = Schemas['DocketLine'];
export type FormField = Schemas['FormField'];
export type Form = Schemas['Form'];
export type OpenRecord = Schemas['Record'];
export type Colleague = Schemas['People']['people'][number];
export type TodoItem = Schemas['TodoItem'];
export type Hit = Schemas['Hit'];
export type Review = Schemas['Reviews']['reviews'][number];

const kForSession = Infinity;

export const about = queryOptions({
  queryKey: ['about'], staleTime: kForSession, queryFn: (): Promise<About> => take(api.GET('/api/about')),
});
export const me = queryOptions({
  queryKey: ['me'], staleTime: kForSession, queryFn: (): Promise<Person> => take(api.GET('/api/me')),
});
/** Asked once a session: an edition comes into force with a restart of the office. */
export const law = queryOptions({
  queryKey: ['law'], staleTime: kForSession, queryFn: (): Promise<Law> => take(api.GET('/api/law')),
});
export const clock = queryOptions({
  queryKey: ['clock'], refetchInterval: 30_000, queryFn: () => take(api.GET('/api/clock')),
});
export const cases = queryOptions({
  queryKey: ['cases'], queryFn: async () => (await take(api.GET('/api/cases'))).cases,
});
export const people = queryOptions({
  queryKey: ['people'], staleTime: 60_000, queryFn: async () => (await take(api.GET('/api/people'))).people,
});
export const documents = queryOptions({
  queryKey: ['documents'], queryFn: () => take(api.GET('/api/documents')),
});
export const reviews = (state: 'open' | 'answered') => queryOptions({
  queryKey: ['reviews', state],
  queryFn: async () => (await take(api.GET('/api/reviews', {params: {query: {state}}}))).reviews,
});
/** `all`: the whole bureau's, for whoever answers for the work of others. */
export const todo = (all: boolean) => queryOptions({
  queryKey: ['todo', all], queryFn: () => take(api.GET('/api/todo', {params: {query: {all: String(all)}}})),
});
export const search = (q: string) => queryOptions({
  queryKey: ['cases', 'search', q], enabled: q !== '',
  queryFn: async (): Promise<Hit[]> => (await take(api.GET('/api/search', {params: {query: {q}}}))).hits,
});
export const stream = (kind: string, id: string) => queryOptions({
  queryKey: ['stream', kind, id],
  queryFn: (): Promise<Stream> => take(api.GET('/api/streams/{kind}/{id}', {params: {path: {kind, id}}})),
});
/** A record never changes. */
export const record = (kind: string, id: string, pos: number) => queryOptions({
  queryKey: ['record', kind, id, pos], staleTime: kForSession,
  queryFn: (): Promise<OpenRecord> =>
    take(api.GET('/api/streams/{kind}/{id}/records/{pos}', {params: {path: {kind, id, pos: String(pos)}}})),
});

export const useAbout = (): About | undefined => useQuery(about).data;
export const useLaw = (): Law | undefined => useQuery(law).data;
export const useMe = (): Person | undefined => useQuery(me).data;

/** What a new record may have changed. */
export const kAfterRecord = [['stream'], ['cases'], ['documents'], ['reviews'], ['todo']];
