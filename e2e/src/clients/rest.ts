import type { Audit } from '@trailbook/contract';
import { endpoints, type User } from '../system/running-system';

export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are what is tested: their shape is no promise yet
  body: any;
  text: string;
}

export interface Asking {
  user?: User;
  token?: string;
  projectUid?: string;
  /** Further ones, or credentials of whatever kind. */
  headers?: Record<string, string>;
  body?: unknown;
  accept?: string;
}

/** One request through the gateway, as any HTTP client would make it. Never throws for a status. */
export async function ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const headers: Record<string, string> = { accept: asking.accept ?? 'application/json', ...asking.headers };
  if (method !== 'GET') headers['content-type'] = 'application/json';
  if (asking.user) headers.ApiKey = asking.user.apiKey;
  if (asking.token) headers.Authorization = asking.token;
  if (asking.projectUid) headers.ProjectUid = asking.projectUid;
  const answer = await fetch(endpoints().gateway + path, {
    method,
    headers,
    body: asking.body === undefined ? undefined : JSON.stringify(asking.body),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.startsWith('application/json') && text !== '';
  return {
    status: answer.status,
    headers: answer.headers,
    body: json ? (JSON.parse(text) as unknown) : undefined,
    text,
  };
}

/** A session of a user, with the password. */
export async function logIn(user: User): Promise<string> {
  const answer = await ask('POST', '/v1/auth/authenticate', {
    body: { emailId: user.email, password: user.password },
  });
  if (answer.status !== 200) throw new Error(`logging in was answered with ${answer.status}`);
  return (answer.body as { Authorization: string }).Authorization;
}

/** An entry, once it can be read. */
export async function readEntry(uid: string, asking: Asking): Promise<Audit | undefined> {
  const answer = await ask('GET', `/v1/audits/${uid}`, asking);
  return answer.status === 200 ? (answer.body as Audit) : undefined;
}
