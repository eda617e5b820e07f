import type { JsonSchema } from '@trailbook/contract';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { refusalsOf, successOf, type ApiDocument, type Operation } from './api-document';
import type { RawAnswer } from './request';

/** What no answer may show: stack traces, files, statements. */
const internals = /\bat [\w.<>]+ \(|node_modules|\.[jt]s:\d+|QueryFailed|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM) \w/;
/** Answered by those services alone whose users are asked for a note. */
const sometimes = new Set(['AuditNote']);
const limits = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'];

/** Whether what is sent and answered is what the OpenAPI document says. */
export class Conformance {
  private readonly ajv = new Ajv2020({ strict: false, logger: false });
  private readonly compiled = new Map<JsonSchema, ValidateFunction>();

  constructor(document: ApiDocument) {
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: 'document', components: document.components });
  }

  /** What is wrong with a value by a schema of the document; undefined where nothing is. */
  problem(schema: JsonSchema, value: unknown): string | undefined {
    let validate = this.compiled.get(schema);
    if (!validate) this.compiled.set(schema, (validate = this.ajv.compile(absolute(schema))));
    if (validate(value)) return undefined;
    const [first] = validate.errors ?? [];
    return `${first?.instancePath} ${first?.message}`;
  }

  /** What is wrong with an answer, one sentence each. */
  faultsOf(operation: Operation, answer: RawAnswer): string[] {
    const { status, headers, text } = answer;
    const said = operation.responses[String(status)];
    if (status >= 500) return ['it is not the caller who is to blame'];
    if (!said) return ['the document does not have this status'];
    const faults = [];
    if (internals.test(text)) faults.push('it shows what is behind it');
    if (!headers['x-request-id']) faults.push('it has no X-Request-Id');
    for (const name of Object.keys(said.headers ?? {}).filter((one) => !sometimes.has(one))) {
      if (!headers[name.toLowerCase()]) faults.push(`it has no ${name}`);
    }
    if (status !== 401 && !limits.every((name) => /^\d+$/.test(headers[name] ?? ''))) faults.push('it tells no limits');
    return [...faults, ...this.contentFaults(operation, said.content, answer)];
  }

  private contentFaults(
    operation: Operation,
    content: Operation['responses'][string]['content'],
    { status, headers, text }: RawAnswer,
  ): string[] {
    if (!content) return text === '' ? [] : ['it has a body'];
    const type = (headers['content-type'] ?? '').split(';')[0]!;
    const schema = content[type]?.schema;
    if (!schema) return [`its content type is ${type}`];
    if (type !== 'application/json') return [];
    const body = parsed(text);
    const problem = this.problem(schema, body);
    const faults = problem === undefined ? [] : [`its body breaks the schema: ${problem}`];
    const { code } = (body ?? {}) as { code?: unknown };
    if (status === 404 && code !== 'ResourceNotFound') faults.push(`the code of a 404 is ${String(code)}`);
    return [...faults, ...(status === successOf(operation) || refusalsOf(operation).includes(status) ? [] : ['odd'])];
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** With references that lead into the document. */
function absolute(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/')) as JsonSchema;
}
