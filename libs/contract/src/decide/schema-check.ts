import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { schemas } from '../schemas';
import { parseTime } from '../time/parse-time';
import { codePoints } from './text-of';
import { isUriReference } from './uri-reference';

/** A JSON Pointer: empty, or `/` before each token, with `~` only as `~0` and `~1`. */
function isJsonPointer(text: string): boolean {
  if (text !== '' && !text.startsWith('/')) return false;
  for (let at = text.indexOf('~'); at !== -1; at = text.indexOf('~', at + 1)) {
    const escaped = text.charAt(at + 1);
    if (escaped !== '0' && escaped !== '1') return false;
  }
  return true;
}

/** Counts code points only where the number of UTF-16 units leaves it open. */
const atMost = (max: number) => (text: string) =>
  text.length <= max || (text.length <= 2 * max && codePoints(text) <= max);
const atLeast = (min: number) => (text: string) =>
  text.length >= 2 * min || (text.length >= min && codePoints(text) >= min);
const bytesAtMost = (max: number) => (text: string) => text.length * 3 <= max || Buffer.byteLength(text, 'utf8') <= max;

function lengthKeyword(
  ajv: Ajv,
  keyword: string,
  compile: (limit: number) => (text: string) => boolean,
  what: string,
): void {
  ajv.addKeyword({
    keyword,
    type: 'string',
    schemaType: 'number',
    compile,
    error: { message: (context) => `must have ${what.replace('N', String(context.schema))}` },
  });
}

function contractAjv(): Ajv {
  const ajv = new Ajv({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    logger: false,
  });
  for (const keyword of ['minLength', 'maxLength']) ajv.removeKeyword(keyword);
  lengthKeyword(ajv, 'maxLength', atMost, 'at most N characters');
  lengthKeyword(ajv, 'minLength', atLeast, 'at least N characters');
  lengthKeyword(ajv, 'maxBytes', bytesAtMost, 'at most N bytes');
  ajv.addKeyword({ keyword: 'tsType' });
  ajv.addFormat('json-pointer', { type: 'string', validate: isJsonPointer });
  ajv.addFormat('date-time', { type: 'string', validate: (text: string) => parseTime(text) !== undefined });
  // In requests of the REST interface alone, whose services look closer.
  ajv.addFormat('email', { type: 'string', validate: (text: string) => text.includes('@') });
  ajv.addFormat('uri-reference', { type: 'string', validate: isUriReference });
  ajv.addSchema({ $id: 'trailbook', definitions: schemas });
  return ajv;
}

const ajv = contractAjv();
const compiled = new Map<string, ValidateFunction>();

/** The compiled check of one of the contract's schemas, by its name. */
export function validatorOf(name: string): ValidateFunction {
  const found = compiled.get(name) ?? ajv.getSchema(`trailbook#/definitions/${name}`);
  if (found === undefined) throw new TypeError(`the contract has no schema ${name}`);
  compiled.set(name, found);
  return found;
}

/** Where a value breaks its schema. */
export interface SchemaProblem {
  /** JSON Pointer of the value at fault; of the missing one where one is missing. */
  pointer: string;
  problem: string;
}

function problemOf({ instancePath, keyword, params, message = 'is not allowed' }: ErrorObject): SchemaProblem {
  const given = params as { missingProperty?: string; allowedValues?: readonly unknown[] };
  if (keyword === 'required') return { pointer: `${instancePath}/${given.missingProperty}`, problem: 'is required' };
  if (keyword === 'enum')
    return { pointer: instancePath, problem: `must be one of ${given.allowedValues?.join(', ')}` };
  return { pointer: instancePath, problem: message };
}

/** The first thing in which a value breaks the schema of that name, or undefined where it keeps it. */
export function schemaProblem(name: string, value: unknown): SchemaProblem | undefined {
  const validate = validatorOf(name);
  if (validate(value)) return undefined;
  // `if` reports itself after what failed within its `then`.
  const error = validate.errors?.find(({ keyword }) => keyword !== 'if');
  return error === undefined ? { pointer: '', problem: 'is not allowed' } : problemOf(error);
}
