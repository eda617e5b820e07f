/** The part of JSON Schema (draft 7) that the contract uses. */
export interface JsonSchema {
  $ref?: string;
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: readonly unknown[];
  default?: unknown;
  examples?: readonly unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  /** Counted in Unicode code points, as JSON Schema says. */
  maxLength?: number;
  /** Our own keyword: the longest UTF-8 encoding of a string, in bytes. */
  maxBytes?: number;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  maxProperties?: number;
  additionalProperties?: boolean | JsonSchema;
  allOf?: readonly JsonSchema[];
  if?: JsonSchema;
  then?: JsonSchema;
  /** The TypeScript type to generate, where the schema says less than it means. */
  tsType?: string;
  readOnly?: boolean;
  writeOnly?: boolean;
}

/** A schema of the contract by its name: `ref('Actor')`. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });

/** An object with these properties; those named in `required` must be there. Further properties are always allowed. */
export const object = (
  description: string,
  properties: Record<string, JsonSchema>,
  required: readonly string[] = [],
): JsonSchema => ({ type: 'object', description, properties, ...(required.length > 0 ? { required } : {}) });

/** A string, with what it holds and, where given, its length in code points. */
export const text = (description: string, length: Pick<JsonSchema, 'minLength' | 'maxLength'> = {}): JsonSchema => ({
  type: 'string',
  description,
  ...length,
});

/** A date and time in RFC 3339, with its zone. */
export const dateTime = (description: string): JsonSchema => ({ type: 'string', format: 'date-time', description });

/** A number of things. */
export const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });

/** A list of one of the contract's schemas. */
export const list = (description: string, items: JsonSchema, more: Partial<JsonSchema> = {}): JsonSchema => ({
  type: 'array',
  description,
  items,
  ...more,
});

/** Any JSON object. */
export const anyObject = (description: string): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: true,
});

const readOnly = (schema: JsonSchema): JsonSchema => ({ ...schema, readOnly: true });

/**
 * The metadata of a resource: what a request may say of it, and what Trailbook alone says.
 * @param given what a request may say, such as its name
 */
export const metadata = (given: Record<string, JsonSchema> = {}, required: readonly string[] = []): JsonSchema =>
  object(
    'What identifies it.',
    {
      uid: readOnly(text('Uid.')),
      ...given,
      creationTimestamp: readOnly(dateTime('When it was made.')),
      lastModifiedTimestamp: readOnly(dateTime('When it was changed last.')),
    },
    required,
  );
