import type { Operation } from './api-document';
import type { RawRequest } from './request';

/** A request that is being put together. */
export interface Draft {
  operation: Operation;
  /** Values of the path's parameters, not yet encoded; or as they are written, see `writtenPath`. */
  path: Record<string, string>;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  body?: unknown;
  /** Written instead of `body`. */
  bytes?: Buffer;
  /** Written instead of what `path` and `query` come to. */
  target?: string;
}

const encoded = (text: string) => encodeURIComponent(text).replaceAll("'", '%27');

export const queryOf = (query: Draft['query']): string =>
  query.length === 0 ? '' : `?${query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}`;

export const pathOf = ({ operation, path }: Draft): string =>
  operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => encoded(path[name] ?? ''));

export function written(draft: Draft): RawRequest {
  const { operation, headers, body, bytes, target } = draft;
  return {
    method: operation.method,
    target: target ?? pathOf(draft) + queryOf(draft.query),
    headers,
    body: bytes ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body))),
  };
}

/** As somebody would try it again by hand, without the credentials. */
export function told({ method, target, headers, body }: RawRequest): string {
  const shown = Object.entries(headers).filter(([name]) => !/^(apikey|authorization)$/i.test(name));
  const text =
    body && (body.length > 600 ? `${body.toString('latin1', 0, 600)}… (${body.length} bytes)` : body.toString());
  return [`${method} ${target.slice(0, 600)}`, ...shown.map(([name, value]) => `${name}: ${value.slice(0, 200)}`), text]
    .filter(Boolean)
    .join('\n    ');
}
