import { LocalFault, messageOf } from '@trailbook/local';

/** How a request identifies itself: a key, or a session's token. */
export type Credentials = { apiKey: string } | { token: string };

export interface RestCall {
  as?: Credentials;
  /** The scope's project; the tenant's scope when absent. */
  projectUid?: string;
  body?: unknown;
}

export interface RestAnswer<T> {
  body: T;
  /** Uid of the audit entry that the call made. */
  auditUid: string | null;
}

/** An answer that is not of the 200s. */
export class RefusedCall extends LocalFault {
  constructor(
    call: string,
    readonly status: number,
    body: string,
  ) {
    super(`${call} was answered with ${status}: ${body.slice(0, 500)}`);
  }
}

const timeoutMs = 20_000;

/** Talks to the gateway as any client does. */
export class RestClient {
  constructor(private readonly gateway: string) {}

  /** @throws RefusedCall when the answer is not of the 200s, LocalFault when there is none */
  async call<T>(method: string, path: string, { as, projectUid, body }: RestCall = {}): Promise<RestAnswer<T>> {
    const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' };
    if (as && 'apiKey' in as) headers.ApiKey = as.apiKey;
    if (as && 'token' in as) headers.Authorization = as.token;
    if (projectUid) headers.ProjectUid = projectUid;
    const what = `${method} ${path}`;
    const options = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const answer = await fetch(this.gateway + path, { ...options, signal: AbortSignal.timeout(timeoutMs) }).catch(
      (error: unknown) => {
        throw new LocalFault(`${what} got no answer: ${messageOf(error)}`);
      },
    );
    const text = await answer.text();
    if (!answer.ok) throw new RefusedCall(what, answer.status, text);
    return { body: (text ? JSON.parse(text) : undefined) as T, auditUid: answer.headers.get('audituid') };
  }

  /** A session of a user. */
  async logIn(emailId: string, password: string, org?: string): Promise<{ token: string }> {
    const { body } = await this.call<{ Authorization: string }>('POST', '/v1/auth/authenticate', {
      body: { emailId, password, ...(org && { org }) },
    });
    return { token: body.Authorization };
  }
}
