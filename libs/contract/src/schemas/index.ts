import { auditSchemas } from './rest-audit';
import { envelopeSchemas } from './envelope';
import { eventSchemas } from './event';
import { identitySchemas } from './rest-identity';
import type { JsonSchema } from './json-schema';
import { sinkSchemas } from './rest-sinks';

export type { JsonSchema } from './json-schema';

/** Every schema of the contract by name; they refer to each other as `#/definitions/<name>`. */
export const schemas: Readonly<Record<string, JsonSchema>> = {
  ...envelopeSchemas,
  ...eventSchemas,
  ...auditSchemas,
  ...sinkSchemas,
  ...identitySchemas,
};
