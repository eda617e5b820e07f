import { createRequire } from 'node:module';
import { Validator } from '@seriousme/openapi-schema-validator';

const require = createRequire(import.meta.url);

/** The OpenAPI document of the gateway's routes, as JSON. @throws Error where it is none by OpenAPI's own schema */
export async function openapi() {
  const { openApiDocument } = require('../../apps/gateway/dist/openapi/document.js');
  const { routeTable } = require('../../apps/gateway/dist/routes/route-table.js');
  // As it is served: what has no form in JSON is not in it.
  const text = JSON.stringify(openApiDocument(routeTable));
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(text));
  if (!valid || validator.version !== '3.1') {
    throw new Error(`This is no OpenAPI 3.1 document: ${JSON.stringify(errors, undefined, 2)}`);
  }
  return text;
}
