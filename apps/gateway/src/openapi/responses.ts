import { STATUS_CODES } from 'node:http';
import { errorCodes } from '@trailbook/contract';
import { schemaRef } from './schemas';

/** `application/json` with a schema. */
export const json = (schema: unknown) => ({ 'application/json': { schema } });
const text = { type: 'string' };
const seconds = { type: 'integer', minimum: 0 };

/** Headers of answers, as components of the document. */
export const responseHeaders = {
  AuditNote: {
    description: 'Where the kind of resource asks for a note on what was changed: `PATCH /v1/audits/{uid}/userMsg`.',
    schema: { type: 'string', const: 'asked-for' },
  },
  AuditUid: { description: 'Uid of the entry that this change makes in the log.', schema: text },
  'RateLimit-Limit': { description: 'Requests that the caller may make at once after a rest.', schema: seconds },
  'RateLimit-Remaining': { description: 'Requests that are left at this moment.', schema: seconds },
  'RateLimit-Reset': { description: 'Seconds until all of them are there again.', schema: seconds },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  'X-Request-Id': { description: 'The request’s id, by which it is found in the logs.', schema: text },
} as const;

const limited = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

/** References to these headers. */
export function headerRefs(names: readonly (keyof typeof responseHeaders)[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** What comes with every answer to a caller who is known. */
export const answerHeaders = () => headerRefs([...limited, 'X-Request-Id']);

const meanings: Record<number, string> = {
  400: 'A parameter, a header or the body is malformed; `details.field` names it.',
  401: 'No credentials, or none that are valid.',
  403: 'Not permitted in the scope asked for; an unknown project is such a scope.',
  404: 'It does not exist, or not for this caller.',
  406: 'None of the forms that there are is accepted.',
  409: 'It contradicts what exists.',
  413: 'The body has more than 1 MiB.',
  415: 'The body is not `application/json`.',
  422: 'A step outside of Trailbook failed; `details.step` names it. Nothing is saved.',
  429: 'Too many requests.',
  503: 'Something that is needed is away for the moment.',
  504: 'A service did not answer in time.',
};

const nameOf = (status: number): string => (errorCodes as Record<number, string>)[status] ?? String(status);

/** The refusals that calls share, as components of the document: each in the one error shape. */
export function refusalComponents(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(meanings).map(([status, description]) => [
      nameOf(Number(status)),
      { description, headers: refusalHeaders(Number(status)), content: json(schemaRef('ErrorBody')) },
    ]),
  );
}

function refusalHeaders(status: number): Record<string, unknown> {
  // Whoever is not known has no limit of his own, and is not told about one.
  if (status === 401) return headerRefs(['X-Request-Id']);
  return { ...answerHeaders(), ...(status === 429 && headerRefs(['Retry-After'])) };
}

/** Status → the refusal, in order. @throws where the document has no words for one */
export function refusals(statuses: readonly number[]): Record<string, unknown> {
  const sorted = [...new Set(statuses)].sort((a, b) => a - b);
  return Object.fromEntries(
    sorted.map((status) => {
      if (!(status in meanings)) throw new Error(`The OpenAPI document has no words for status ${status}`);
      return [status, { $ref: `#/components/responses/${nameOf(status)}` }];
    }),
  );
}

export const words = (status: number): string => STATUS_CODES[status] ?? String(status);
