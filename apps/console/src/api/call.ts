import type { ErrorBody } from '@trailbook/contract';
import { session } from '../session/session';
import { ApiFailure } from './api-failure';

/** Longer than any call takes that is not a download: the gateway itself gives up after 30 s. */
const timeoutMs = 35_000;

export type QueryValue = string | number | readonly string[] | undefined;

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Readonly<Record<string, QueryValue>>;
  /** Asks in the scope of this project; absent: of the tenant. */
  projectUid?: string;
  body?: unknown;
  accept?: string;
  signal?: AbortSignal;
}

/** The path with its query; a parameter of several values is repeated. */
export function addressOf(path: string, query: Call['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [String(value)])
      parameters.append(name, one);
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Makes one request to the public API.
 * @throws ApiFailure for every answer that is not a success, with the API's own message; a 401 also ends the session
 */
export async function send(path: string, call: Call = {}): Promise<Response> {
  // The session is a cookie: by the last header the gateway knows that it was this page that asked.
  const headers: Record<string, string> = { Accept: call.accept ?? 'application/json', 'Trailbook-Console': '1' };
  const mark = session.mark();
  if (call.projectUid) headers.ProjectUid = call.projectUid;
  if (call.method && call.method !== 'GET') headers['Content-Type'] = 'application/json';
  const answer = await fetch(addressOf(path, call.query), {
    method: call.method ?? 'GET',
    headers,
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    signal: call.signal,
    credentials: 'same-origin',
    cache: 'no-store',
  }).catch((error: unknown) => {
    if (call.signal?.aborted) throw error;
    throw unreachable();
  });
  if (answer.ok) return answer;
  // What was asked for in an earlier session says nothing of the present one; a login that is refused, neither.
  const isOfSession = mark !== null && mark === session.mark() && !path.startsWith('/v1/auth/');
  if (answer.status === 401 && isOfSession) session.end('expired');
  throw new ApiFailure(answer.status, await errorBody(answer));
}

/** One request whose answer is JSON, or nothing. */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const answer = await send(path, { ...options, signal });
  if (answer.status === 204) return undefined as T;
  return (await answer.json()) as T;
}

async function errorBody(answer: Response): Promise<ErrorBody> {
  try {
    return (await answer.json()) as ErrorBody;
  } catch {
    return { code: 'Unreadable', message: `The server answered with status ${answer.status} and no explanation.` };
  }
}

function unreachable(): ApiFailure {
  const message = 'The server cannot be reached. Check your connection; this page tries again by itself where it can.';
  return new ApiFailure(0, { code: 'Unreachable', message });
}
