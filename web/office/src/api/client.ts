// The office's API, typed by its own description, with refusals as errors that carry every reason.

import createClient from 'openapi-fetch';

import type {components, paths} from '../../build/schema';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];
export type Refusal = Schemas['Refusal'];

/** The office answered, and said no. */
export class Refused extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(problem.title);
  }
  get code(): string {
    return this.problem.code;
  }
  get refusals(): Refusal[] {
    return this.problem.refusals ?? [];
  }
  /** The number under which the office's log knows this request. */
  get incident(): string {
    return this.problem.instance.replace('urn:request:', '');
  }
}

/** No answer came. What was sent may have arrived: the same idempotency key asks again without harm. */
export class Unreachable extends Error {
  constructor() {
    super('联系不上办案平台的服务器');
  }
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    throw new Unreachable();
  }
}

export const api = createClient<paths>({fetch: reach});

interface Answer<T> {
  data?: T;
  error?: Problem;
  response: Response;
}

/** The answer's body; throws Refused or Unreachable. */
export async function take<T>(call: Promise<Answer<T>>): Promise<T> {
  const {data, error, response} = await call;
  if (response.ok) return data as T;
  const said = error as Partial<Problem> | undefined;
  throw new Refused(response.status, {
    type: said?.type ?? 'about:blank', title: said?.title ?? '办案平台没有给出说明', status: response.status,
    code: said?.code ?? 'unknown', instance: said?.instance ?? '', ...said,
  });
}
