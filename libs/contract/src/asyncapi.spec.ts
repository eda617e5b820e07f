import asyncapiSchema from '@asyncapi/specs/schemas/3.0.0-without-$id.json';
import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { decide } from './decide/decide';

interface Example {
  headers: Record<string, string>;
  payload: unknown;
}
interface Message {
  contentType?: string;
  examples?: Example[];
}
interface Document {
  channels: Record<string, { address: string }>;
  components: { messages: Record<string, Message>; schemas: Record<string, object> };
}

const file = path.resolve(__dirname, '../../../docs/reference/asyncapi.yaml');
const document = parse(readFileSync(file, 'utf8')) as Document;
const examples = Object.entries(document.components.messages).flatMap(([name, { examples = [] }]) =>
  examples.map((example) => ({ ...example, name })),
);

/** Everything that the document refers to by `$ref`. */
function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : references(value),
  );
}

const found = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);

describe('docs/reference/asyncapi.yaml', () => {
  test('is an AsyncAPI 3 document', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
    const isValid = ajv.compile(asyncapiSchema);
    isValid(document);
    expect(isValid.errors ?? []).toEqual([]);
  });

  test('refers to nothing that it lacks', () => {
    expect(references(document).filter((pointer) => found(pointer) === undefined)).toEqual([]);
  });

  test('describes both topics', () => {
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual([
      'audit.events',
      'audit.events.rejected',
    ]);
  });

  test.each(examples)('its example of $name is accepted', ({ headers, payload }) => {
    const record = {
      key: null,
      value: Buffer.from(JSON.stringify(payload)),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
      timestamp: Date.parse('2026-01-15T10:21:00Z'),
    };
    expect(decide(record)).not.toMatchObject({ kind: 'rejected' });
  });
});
