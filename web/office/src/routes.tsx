// Every address below /o/. Pages come when they are asked for.
import {useQuery} from '@tanstack/react-query';
import {Suspense, lazy} from 'react';
import {Navigate, createBrowserRouter, useOutletContext} from 'react-router';

import {Refused} from './api/client';
import {type Person, me} from './api/queries';
import {Frame} from './frame/frame';
import {isBusiness} from './frame/words';
import {Arrival} from './pages/arrival';
import {NoSuchPage, PageFault} from './pages/faults';
import {SignIn} from './pages/sign_in';
import {Failed, Loading} from './parts/states';

/** Who is signed in; for pages. */
export const usePerson = (): Person => useOutletContext<Person>();

function House() {
  const person = useQuery(me);
  if (person.data?.arrival !== undefined) return <Arrival person={person.data} keys={person.data.arrival.keys} />;
  if (person.data !== undefined) return <Frame person={person.data} />;
  if (person.error instanceof Refused && person.error.status === 401) return <SignIn />;
  if (person.isError) return <main className="page"><Failed error={person.error} retry={() => void person.refetch()} /></main>;
  return <main className="page"><Loading /></main>;
}

const Workbench = lazy(() => import('./pages/workbench'));

/** Who runs the machine sees no case: the people are what is left. */
function Home() {
  const person = usePerson();
  if (!isBusiness(person.roles ?? [])) return <Navigate to="/renyuan" replace />;
  return <Suspense fallback={<Loading rows={6} />}><Workbench /></Suspense>;
}

const page = (load: () => Promise<{default: React.ComponentType}>) =>
  async () => ({Component: (await load()).default});

export const router = createBrowserRouter([{
  path: '/', Component: House, ErrorBoundary: PageFault, HydrateFallback: Loading,
  children: [
    {index: true, Component: Home},
    {path: 'anjian', lazy: page(() => import('./pages/cases'))},
    {path: 'anjian/xin', lazy: page(() => import('./pages/new_case'))},
    {path: 'anjian/:id', lazy: page(() => import('./pages/case/case_page'))},
    {path: 'shenhe', lazy: page(() => import('./pages/reviews'))},
    {path: 'shenhe/:id', lazy: page(() => import('./pages/review/review_page'))},
    {path: 'gongshi', lazy: page(() => import('./pages/publications'))},
    {path: 'guize', lazy: page(() => import('./pages/rules'))},
    {path: 'renyuan', lazy: page(() => import('./pages/people'))},
    {path: 'wo', lazy: page(() => import('./pages/account'))},
    {path: '*', Component: NoSuchPage},
  ],
}], {basename: '/o'});
