import type { JsonSchema } from '@trailbook/contract';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: JsonSchema;
}

interface Answer {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: JsonSchema }>;
}

/** A call, as the OpenAPI document has it. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  /** No credentials are asked for. */
  open: boolean;
  /** Exists in a project, too. */
  inProject: boolean;
  description: string;
  parameters: Parameter[];
  body?: JsonSchema;
  responses: Record<string, Answer>;
}

export interface ApiDocument {
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, Answer>;
    parameters: Record<string, Parameter>;
  };
  paths: Record<string, Record<string, RawOperation>>;
}

interface RawOperation {
  operationId: string;
  description?: string;
  security?: unknown[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, Answer | { $ref: string }>;
}

const named = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1);

/** Every call under /v1. */
export function operationsOf({ paths, components }: ApiDocument): Operation[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]): Operation => {
      const parameters = (raw.parameters ?? []).map((one) =>
        '$ref' in one ? components.parameters[named(one.$ref)]! : one,
      );
      const responses = Object.entries(raw.responses).map(
        ([status, one]) => [status, '$ref' in one ? components.responses[named(one.$ref)]! : one] as const,
      );
      return {
        id: raw.operationId,
        method: method.toUpperCase(),
        path,
        open: raw.security?.length === 0,
        inProject: parameters.some(({ name }) => name === 'ProjectUid'),
        description: raw.description ?? '',
        parameters,
        body: raw.requestBody?.content['application/json']?.schema,
        responses: Object.fromEntries(responses),
      };
    }),
  );
  return all.filter(({ path }) => path.startsWith('/v1/'));
}

/** The status of success. */
export const successOf = ({ responses }: Operation): number =>
  Number(Object.keys(responses).find((one) => one < '300'));

/** The statuses of refusals for which the caller is to blame. */
export const refusalsOf = ({ responses }: Operation): number[] =>
  Object.keys(responses)
    .map(Number)
    .filter((status) => status >= 400 && status < 500);

/** Whether a call is the platform operator's, and no tenant's. */
export const isOperators = ({ description }: Operation): boolean => description.includes('`tenant.');
