import fc from 'fast-check';
import { anyText, badRecords, goodRecords, RecordBuilder } from '../../corpus';
import type { Decision } from '../../decision';
import type { AuditEventData } from '../../generated/types';
import { decide, decideExactly, decideForward } from '../decide';
import { sinkMessage } from '../../sink/sink-message';
import { usualData, usualScope } from './usual-event';

const options = { now: Date.UTC(2026, 0, 15, 10, 20, 30, 456), tenantUid: 'acme' };
const build = new RecordBuilder(options);

/** With the data, which is a getter of events. */
const comparable = (decision: Decision): unknown =>
  decision.kind === 'event' ? { ...decision.event, data: decision.event.data } : decision;

/** Often as it has to be, now and then as it is unlikely to be. */
const rarely = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: odd });
const repeated = (most: number) =>
  fc
    .tuple(fc.constantFrom('x', 'é', '\u{1f9ed}', '"', '\n'), fc.integer({ min: -2, max: 2 }))
    .map(([character, more]) => character.repeat(Math.max(most + more, 0)));
const text = (most: number, least = 1) =>
  rarely(
    fc.oneof(fc.string({ minLength: least, maxLength: 20 }), anyText({ minLength: least, maxLength: 12 })),
    fc.oneof(repeated(most), repeated(least)),
  ).map((one) => one.replaceAll('\0', ''));
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string(), fc.double());
const pointer = rarely(fc.constantFrom('', '/', '/a/b', '/é'), fc.constantFrom('/a~0', '/a~', 'a', '/~1/~2'));
const user = fc.record({
  uid: rarely<string | undefined>(text(128), fc.constant(undefined)),
  emailId: sometimes(text(256)),
  org: sometimes(text(256, 0)),
});

/** Data that often keeps its schema, and often just not. */
const data = fc.record({
  tenantUid: rarely(fc.constantFrom('acme', 'a.b:c-d_e'), fc.oneof(fc.constantFrom('', 'a b', 'é'), text(64))),
  projectUid: sometimes(text(128)),
  projectName: sometimes(text(256, 0)),
  actionType: rarely<unknown>(fc.constantFrom('create', 'update', 'deploy'), fc.constantFrom('nothing', '', 1)),
  resource: fc.record({ kind: text(64), uid: text(128), name: sometimes(text(256, 0)), label: sometimes(fc.string()) }),
  actor: fc.record({
    actorType: rarely(fc.constant('user'), fc.constantFrom('system', 'service', 'other')),
    user: rarely<unknown>(user, fc.constantFrom(undefined, null, [])),
    serviceName: sometimes(text(256)),
  }),
  actionMsg: sometimes(text(1024, 0)),
  contentMsg: sometimes(fc.string({ maxLength: 80 })),
  userMsg: sometimes(text(255, 3)),
  changes: sometimes(
    fc.array(fc.record({ path: pointer, before: sometimes(anything), after: sometimes(anything) }), { maxLength: 4 }),
  ),
  request: sometimes(fc.record({ ip: sometimes(fc.ipV4()), requestId: sometimes(fc.uuid()) })),
  outcome: sometimes(rarely(fc.constantFrom('success', 'failure'), fc.constant('other'))),
  attributes: sometimes(fc.dictionary(fc.string({ maxLength: 8 }), text(1024, 0), { maxKeys: 20 })),
  further: sometimes(anything),
  subject: rarely(fc.constant(undefined), anything),
});

/** As another producer's library would write it. */
const written = fc.tuple(data, fc.constantFrom(0, 0, 0, 1, '\t'), fc.boolean()).map(([value, indent, shuffled]) => {
  const members = Object.entries(JSON.parse(JSON.stringify(value)) as object);
  return JSON.stringify(Object.fromEntries(shuffled ? members.reverse() : members), undefined, indent);
});

/** Or as something that is nearly a JSON text. */
const change = fc.tuple(
  fc.nat(),
  fc.nat({ max: 3 }),
  fc.constantFrom(
    '',
    '"',
    '\\',
    '\\u0041',
    '\\ud800',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '1e5',
    '-',
    '0',
    '.',
    '\u0001',
    '"a":1,',
    'é',
  ),
);
const damaged = fc.tuple(written, fc.array(change, { maxLength: 2 })).map(([value, changes]) =>
  changes.reduce((text, [at, length, instead]) => {
    const start = at % text.length;
    return text.slice(0, start) + instead + text.slice(start + length);
  }, value),
);

/** Whether the value is usual; it must then be an event for the exact way too, and the same one. */
const agree = (given: string | Buffer): boolean => {
  const record = build.binary('42', { value: given });
  const known = usualData(Buffer.from(given));
  const scope = usualScope(Buffer.from(given));
  expect(scope === undefined).toBe(known === undefined);
  if (known === undefined) return false;
  expect(known).toMatchObject({ ...scope });
  const { isPlain, kind, resourceUid, resourceName, userUid, ...rest } = known;
  const exact = decideExactly(record);
  expect(exact).toMatchObject({ kind: 'event' });
  const { event } = exact as Extract<Decision, { kind: 'event' }>;
  expect(event).toMatchObject(rest);
  expect({ kind, uid: resourceUid, name: resourceName }).toEqual(event.resource);
  expect(userUid).toBe(event.actor.user?.uid);
  expect(isPlain).toBe(event.isPlain);
  if (isPlain) expect(sinkMessage({ ...event, receivedAt: 0 }, true)).toEqual(sinkMessage({ ...event, receivedAt: 0 }));
  return true;
};

describe('a glance at a record', () => {
  test('finds what the exact way finds, or leaves it alone', () => {
    let usual = 0;
    fc.assert(
      fc.property(written, (value) => {
        if (agree(value)) usual += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(usual).toBeGreaterThan(200);
  });

  test('takes nothing that the exact way refuses', () => {
    fc.assert(
      fc.property(damaged, (value) => void agree(value)),
      { numRuns: 5_000 },
    );
  });

  test('agrees about bytes that are no text', () => {
    const bytes = fc.tuple(written, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([value, at, byte]) => {
      const buffer = Buffer.from(value);
      buffer[at % buffer.length] = byte;
      return buffer;
    });
    fc.assert(
      fc.property(bytes, (value) => void agree(value)),
      { numRuns: 2_000 },
    );
  });

  test.each([...goodRecords(options), ...badRecords(options)])('agrees about the corpus: $name', ({ record }) => {
    expect(comparable(decide(record))).toEqual(comparable(decideExactly(record)));
  });

  test.each([...goodRecords(options), ...badRecords(options)])('is passed on as it is decided: $name', ({ record }) => {
    const forward = decideForward(record);
    const decision = decide(record);
    if (forward.kind !== 'event') return expect(forward).toEqual(decision);
    const { resourceKind, ...rest } = forward.event;
    expect(decision).toMatchObject({ kind: 'event', event: { ...rest, resource: { kind: resourceKind } } });
  });

  test.each([
    ['a key twice', '"tenantUid":"acme","tenantUid":"acme"'],
    ['a further key twice', '"x":1,"y":2,"x":1'],
    ['a key twice, once escaped', '"x":1,"\\u0078":1'],
    ['__proto__', '"__proto__":{"tenantUid":"acme"}'],
    ['a number out of range', '"x":1e999'],
    ['a number of many digits', `"x":${'9'.repeat(310)}`],
    ['a number with a leading zero', '"x":01'],
    ['half a surrogate pair', '"x":"\\ud800"'],
    ['U+0000', '"x":"\\u0000"'],
    ['many levels', `"x":${'['.repeat(40)}${']'.repeat(40)}`],
    ['many further keys', Array.from({ length: 70 }, (_, n) => `"x${n}":${n}`).join(',')],
    ['a comma too many', '"x":1,'],
    ['no value', '"x":'],
  ])('leaves %s to the exact way', (_name, members) => {
    const value = JSON.stringify(build.data()).replace('{', `{${members},`);
    agree(value);
  });

  test('tells whether the bytes can stand in a message as they are', () => {
    const usual = JSON.stringify(build.data());
    const plain = (value: string) => usualData(Buffer.from(value))?.isPlain;
    expect(plain(usual)).toBe(true);
    expect(plain(` ${usual}`)).toBe(false);
    expect(plain(usual.replace('{', '{ '))).toBe(false);
    expect(plain(usual.replace(',', ',\n'))).toBe(false);
    expect(plain(usual.replace(',', ', '))).toBe(true);
    expect(plain(usual.replace('{', '{"uid":"x",'))).toBe(false);
    expect(plain(usual.replace('{', '{"further":"x",'))).toBe(true);
  });

  test('does without parsing for what services usually send', () => {
    const full: AuditEventData = {
      ...build.data({ projectUid: 'p-1', projectName: 'Müller', actionMsg: 'set "a" to é', outcome: 'success' }),
      changes: [{ path: '/spec/replicas', before: 3, after: { a: [1.5, -2, true, null], b: 'x\ny' } }],
      attributes: { region: 'eu', environment: 'production' },
    };
    expect(usualData(Buffer.from(JSON.stringify(full)))).toEqual({
      ...{ tenantUid: 'acme', projectUid: 'p-1', actionType: 'update', actionMsg: 'set "a" to é', userMsg: undefined },
      ...{ kind: 'cluster', resourceUid: 'cluster-1', resourceName: undefined, userUid: 'user-1', isPlain: true },
    });
  });
});
