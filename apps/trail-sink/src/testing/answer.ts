import type { Caller } from '@trailbook/access';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the body of whatever was asked for
  body: any;
}

/** A request to trail-sink, wherever it runs, with the identity that the gateway would give it. */
export type Send = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  caller: Caller,
  url: string,
  body?: unknown,
) => Promise<Answer>;

/** The header that proves to a service who its caller is. */
export type Identify = (
  caller: Caller,
  request: { audience: string; method: string; url: string },
) => Record<string, string>;

/** The headers of a request to trail-sink. */
export const requestHeaders = (identify: Identify, ...[method, caller, url]: Parameters<Send>) => ({
  ...identify(caller, { audience: 'trail-sink', method, url }),
  ...(method !== 'GET' && { 'content-type': 'application/json' }),
});

/** A body that may be no JSON at all. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
