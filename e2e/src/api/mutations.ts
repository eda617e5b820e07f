import type { JsonSchema } from '@trailbook/contract';
import type { Operation, Parameter } from './api-document';
import { bodyMutations } from './body-mutations';
import { pathOf, queryOf, type Draft } from './draft';
import { foreignTenantUid } from './tenant';
import type { Resolve } from './values';

/** One thing that is done to a valid request. */
export interface Mutation {
  /** What it is about: a parameter's name, `body`, `credentials`, … */
  target: string;
  what: string;
  /**
   * Whether the request has to be refused: where its body breaks its schema, yes, or never mind, since the document
   * allows it or says nothing of it.
   */
  refused: boolean | 'by schema';
  apply: (draft: Draft) => void;
}

export const mutation = (target: string, what: string, refused: boolean, apply: Mutation['apply']): Mutation => ({
  target,
  what,
  refused,
  apply,
});

/** Mutations of one target, and how often one of them is tried. */
export interface MutationGroup {
  weight: number;
  mutations: Mutation[];
}

/** What can be wrong with a request of this operation. */
export function mutationGroupsOf(operation: Operation, resolve: Resolve): MutationGroup[] {
  const { open, inProject, method, parameters, body } = operation;
  const of = (where: string) => parameters.filter((one) => one.in === where);
  const groups: [weight: number, mutations: Mutation[]][] = [
    ...of('path').map((one): [number, Mutation[]] => [2, pathMutations(one)]),
    ...of('query').map((one): [number, Mutation[]] => [2, queryMutations(one, resolve)]),
    [of('query').length > 0 ? 1 : 0, rawQueries],
    [open ? 0 : 1, credentialMutations],
    [open ? 0 : 2, scopeMutations(inProject)],
    [1, oddHeaders],
    [method === 'GET' ? 0 : 2, bytesMutations(operation)],
    [method === 'GET' ? 0 : 2, typeMutations],
    [body ? 10 : 0, body ? bodyMutations(body, resolve) : []],
  ];
  return groups.filter(([weight]) => weight > 0).map(([weight, mutations]) => ({ weight, mutations }));
}

const unknownUids = [
  '0190f7a4-9d1c-7abc-8def-0123456789ab',
  'nothing',
  "x' OR '1'='1",
  '"quoted"',
  'a/b',
  '..',
  '\0',
  'a\0b',
  '\u{1f9ed}',
  ' ',
  'x'.repeat(600),
  '%00',
  '-1',
];

function pathMutations({ name }: Parameter): Mutation[] {
  const values = name === 'tenantUid' ? [foreignTenantUid(), ...unknownUids] : unknownUids;
  const written = ['%zz', '%ff', '%', '%ed%a0%80', '%00', '%2e%2e%2f', "'"];
  return [
    ...values.map((value) =>
      mutation(name, `is ${JSON.stringify(value.slice(0, 40))}`, true, (draft) => void (draft.path[name] = value)),
    ),
    ...written.map((value) =>
      mutation(name, `is written ${value}`, true, (draft) => {
        const before = { ...draft, path: { ...draft.path, [name]: 'PLACE' } };
        draft.target = pathOf(before).replace('PLACE', value) + queryOf(draft.query);
      }),
    ),
  ];
}

function queryMutations({ name, schema }: Parameter, resolve: Resolve): Mutation[] {
  const set = (what: string, refused: boolean, ...values: string[]) =>
    mutation(name, what, refused, (draft) => {
      draft.query = [
        ...draft.query.filter(([one]) => one !== name),
        ...values.map((value): [string, string] => [name, value]),
      ];
    });
  const item = resolve(schema.items ?? schema);
  const list = schema.type === 'array';
  return [
    ...wrongTexts(item).map((value) => set(`is ${JSON.stringify(value.slice(0, 40))}`, true, value)),
    ...['', '\0', "'; DROP TABLE x; --", '\u{1f9ed}', '%', 'a,b', '[]', '__proto__'].map((value) =>
      set(`is ${JSON.stringify(value)}`, false, value),
    ),
    ...(list
      ? [set('is given 101 times', true, ...Array<string>(101).fill(item.enum ? String(item.enum[0]) : 'x'))]
      : []),
    ...(!list && narrow(item) ? [set('is given twice', true, twice(item), twice(item))] : []),
    mutation(name, 'is written as a key of an object', false, (draft) => draft.query.push([`${name}[a]`, '1'])),
    mutation(name, 'is written in another case', false, (draft) => draft.query.push([name.toUpperCase(), 'x'])),
  ];
}

const twice = ({ type, enum: words }: JsonSchema) =>
  words ? String(words[0]) : type === 'integer' ? '1' : '2026-01-01T00:00:00Z';

/** Whether not every text is one of its values. */
const narrow = ({ type, format, enum: words }: JsonSchema) =>
  type === 'integer' || format !== undefined || words !== undefined;

function wrongTexts({ type, format, enum: words, minimum, maximum, maxLength }: JsonSchema): string[] {
  if (type === 'integer') {
    return [
      ...['abc', '1.5', '1e3', ' 1', '0x10', 'NaN', '\u0661', '1,2', 'null', '', '+1'],
      ...(minimum === undefined ? [] : [String(minimum - 1), '-99999999999999999999']),
      ...(maximum === undefined ? [] : ['9'.repeat(20), String(BigInt(maximum) + 1n)]),
    ];
  }
  if (format === 'date-time') {
    return [
      ...['2026-02-30T00:00:00Z', '2026-01-01', 'yesterday', '', '1767225600', '2026-01-01T00:00:00'],
      ...['2026-01-01T24:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T00:00:00+25:00', '+012026-01-01T00:00:00Z'],
      ...['2026-01-01 00:00:00Z', 'infinity', 'now', "2026-01-01T00:00:00Z'"],
    ];
  }
  if (words) return ['nope', '', ` ${String(words[0])}`, String(words[0]).toUpperCase()];
  return maxLength === undefined
    ? []
    : ['x'.repeat(maxLength + 1), ...(maxLength < 1_100 ? ['\u{1f9ed}'.repeat(maxLength + 1)] : [])];
}

const rawQueries = ['%zz=1', 'a=%ff', '&&&', '=', '?', 'constructor=1&__proto__=2', `x=${'y'.repeat(4_000)}`, '#x'].map(
  (text) =>
    mutation('query', `has ${text.slice(0, 30)}`, false, (draft) => {
      const query = queryOf(draft.query);
      draft.target = `${pathOf(draft)}${query}${query === '' ? '?' : '&'}${text}`;
    }),
);

const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.';

const credentials = (what: string, headers: Record<string, string>) =>
  mutation('credentials', what, true, (draft) => {
    delete draft.headers.ApiKey;
    Object.assign(draft.headers, headers);
  });

const credentialMutations = [
  credentials('are absent', {}),
  credentials('are an unknown key', { ApiKey: 'x'.repeat(43) }),
  credentials('are a key of 5,000 characters', { ApiKey: 'x'.repeat(5_000) }),
  credentials('are not ASCII', { ApiKey: 'k\u00e9y' }),
  credentials('are an unsigned token', { Authorization: `${jwt}x` }),
  credentials('are Basic', { Authorization: 'Basic YTpi' }),
  credentials('are a Bearer of nothing', { Authorization: 'Bearer ' }),
];

const header = (name: string, value: string, refused = false) =>
  mutation(name, `is ${JSON.stringify(value.slice(0, 40))}`, refused, (draft) => void (draft.headers[name] = value));

/** For a call of tenant scope any project is the wrong scope. */
function scopeMutations(inProject: boolean): Mutation[] {
  const scopes = ['no-such-project', 'x'.repeat(600), "' OR 1=1", '\u00e9', foreignTenantUid()];
  return [...scopes, ...(inProject ? [] : ['any'])].map((value) => header('ProjectUid', value, true));
}

const oddHeaders = [
  header('accept', 'image/png, */*;q=0'),
  header('accept', ';;q=x,,'),
  header('accept-encoding', 'nothing;q=2'),
  header('x-request-id', "'; --"),
  header('traceparent', '00-zz'),
  header('x-trailbook-identity', jwt),
  header('x-forwarded-for', '::::, 1.2.3.4'),
  header('if-none-match', '*'),
  header('prefer', 'x'.repeat(2_000)),
  header('user-agent', '\u00ff'.repeat(600)),
  header('content-encoding', 'gzip'),
];

/** What is wrong with a body before it is anything. */
function bytesMutations({ body }: Operation): Mutation[] {
  const bytes = (what: string, text: string | Buffer, refused = true) =>
    mutation('body', what, refused, (draft) => void (draft.bytes = Buffer.from(text)));
  return [
    bytes('is cut off', '{"metadata":{"name":"a'),
    bytes('is a list', '[]'),
    bytes('is a text', '"text"'),
    bytes('is a number', '0'),
    bytes('is null', 'null'),
    bytes('is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    bytes('is nested 70 levels deep', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`),
    bytes('is nested 100,000 levels deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    bytes('has a key __proto__', '{"__proto__":{"admin":true}}'),
    bytes('has a byte order mark and nothing else', '\ufeff'),
    bytes('is JavaScript', '{metadata:{}}'),
    bytes('is blank', '  '),
    bytes('is {}', '{}', body !== undefined),
  ];
}

const typeMutations = ['text/plain', 'application/xml', 'multipart/form-data', 'nonsense', 'application/jsonp'].map(
  (value) =>
    mutation('content-type', `is ${value}`, true, (draft) => {
      draft.headers['content-type'] = value;
      draft.bytes = Buffer.from(JSON.stringify(draft.body ?? {}));
    }),
);
