import fc from 'fast-check';
import { anyText } from './corpus';
import { decide } from './decide/decide';
import { encodeBinary, encodeStructured, type OutgoingEvent } from './encode';
import type { AuditEventData } from './generated/types';
import type { EncodedRecord, KafkaRecord } from './record';
import { eventTypes } from './topics';

/** A text of so many code points, any of them but U+0000. */
const text = (maxLength: number, minLength = 0): fc.Arbitrary<string> =>
  anyText({ minLength, maxLength }).map((value) => value.replaceAll('\0', '0'));
const pointer = fc
  .array(text(8))
  .map((tokens) => tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
/** Any JSON that the contract takes: `-0` is left out, since JSON.stringify writes it as `0`. */
const free = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
  .filter((value) => !/\\u0000|e[+-]3\d\d/.test(JSON.stringify(value)))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const eventData = fc.record(
  {
    tenantUid: fc.stringMatching(/^[A-Za-z0-9_.:-]{1,64}$/),
    projectUid: text(128, 1),
    projectName: text(256),
    actionType: fc.constantFrom('create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'),
    resource: fc.record(
      { kind: text(64, 1), uid: text(128, 1), name: text(256), label: text(256) },
      { requiredKeys: ['kind', 'uid'] },
    ),
    actor: fc.oneof(
      fc.record({ actorType: fc.constant('user'), user: fc.record({ uid: text(128, 1), emailId: text(256) }) }),
      fc.record({ actorType: fc.constant('service'), serviceName: text(256, 1) }),
      fc.record({ actorType: fc.constant('system') }),
    ),
    actionMsg: text(1024),
    userMsg: text(255, 3),
    changes: fc.array(
      fc.record({ path: pointer, before: free, after: free }, { requiredKeys: ['path'], noNullPrototype: true }),
      { maxLength: 5 },
    ),
    outcome: fc.constantFrom('success', 'failure'),
    attributes: fc.dictionary(text(20), text(1024), { maxKeys: 10, noNullPrototype: true }),
    further: free,
  },
  { requiredKeys: ['tenantUid', 'actionType', 'resource', 'actor'], noNullPrototype: true },
) as unknown as fc.Arbitrary<AuditEventData>;

const now = Date.UTC(2026, 5, 1);
const printable = fc.stringMatching(/^[!-~]{1,40}$/);
const outgoing: fc.Arbitrary<OutgoingEvent> = fc.record(
  {
    id: fc.oneof(fc.uuid({ version: 7 }), printable, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })),
    source: fc.webPath().map((path) => path || '/'),
    type: fc.constant(eventTypes.event),
    time: fc.integer({ min: now - 300 * 86_400_000, max: now }),
    subject: printable,
    traceparent: fc.constant('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'),
    extras: fc.dictionary(fc.stringMatching(/^x[a-z0-9]{1,9}$/), printable, { noNullPrototype: true }),
    data: eventData,
  },
  { requiredKeys: ['id', 'source', 'type', 'time', 'data'], noNullPrototype: true },
);

const received = ({ key, value, headers }: EncodedRecord): KafkaRecord => ({
  key: Buffer.from(key),
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, Buffer.from(header)])),
  timestamp: now,
});

describe.each([
  ['binary', encodeBinary],
  ['structured', encodeStructured],
] as const)('an event sent in %s mode', (mode, encode) => {
  test('arrives as it was sent', () => {
    fc.assert(
      fc.property(outgoing, (event) => {
        const { id, source, time, subject, traceparent, extras = {}, data } = event;
        const decision = decide(received(encode(event)));
        expect(decision).toMatchObject({
          kind: 'event',
          event: { id, source, time, subject, traceparent, extras, mode, tenantUid: data.tenantUid },
        });
        if (decision.kind === 'event') expect(decision.event.data).toEqual(data);
      }),
      { numRuns: 300 },
    );
  });
});

test('the key is the tenant, and a time may be given in three ways', () => {
  const event: OutgoingEvent = {
    id: '1',
    source: '/s',
    type: eventTypes.event,
    time: now,
    data: {
      tenantUid: 'acme',
      actionType: 'create',
      resource: { kind: 'k', uid: 'u' },
      actor: { actorType: 'system' },
    },
  };
  expect(encodeBinary(event)).toEqual({
    key: 'acme',
    value: Buffer.from(JSON.stringify(event.data)),
    headers: {
      ce_specversion: '1.0',
      ce_id: '1',
      ce_source: '/s',
      ce_type: 'dev.trailbook.audit.event.v1',
      ce_time: '2026-06-01T00:00:00.000Z',
      'content-type': 'application/json',
    },
  });
  for (const time of [new Date(now), '2026-06-01T00:00:00.000Z']) {
    expect(encodeBinary({ ...event, time })).toEqual(encodeBinary(event));
  }
});
