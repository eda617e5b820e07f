import type { JsonSchema } from '@trailbook/contract';

export interface Parameter {
  name: string;
  description: string;
  schema: JsonSchema;
  required?: true;
}

/** What a call answers when it succeeds; of a schema, its name in the contract. */
export type Answer =
  | { status: 204 }
  | { status: 200 | 201; schema: string }
  /** Content type → what it is, for answers that are not of a schema. */
  | { status: 200; media: Readonly<Record<string, JsonSchema>>; headers?: Readonly<Record<string, string>> };

/** What a call takes and answers, beyond what the route table says. */
export interface Operation {
  query?: readonly Parameter[];
  /** Name of the body's schema in the contract. */
  body?: string;
  answer: Answer;
  /** Answers with header AuditUid: the entry that the change itself makes in the log. */
  audited?: true;
  /**
   * Statuses of refusals that do not follow from the route: from its path (404), its method and parameters (400, 413,
   * 415), its credentials and limits (401, 403, 429) and the services behind the gateway (503, 504).
   */
  refusals?: readonly (403 | 404 | 406 | 409 | 422)[];
}

export const parameter = (name: string, description: string, schema: JsonSchema = { type: 'string' }): Parameter => ({
  name,
  description,
  schema,
});
