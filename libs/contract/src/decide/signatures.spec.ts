import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { anyText, RecordBuilder } from '../corpus';
import type { DecideOptions } from '../decision';
import { encodeBinary, encodeStructured, type OutgoingEvent } from '../encode';
import { EventSigner } from '../signing/event-signer';
import { VerificationKeys } from '../signing/verification-keys';
import type { EncodedRecord, KafkaRecord } from '../record';
import { eventTypes } from '../topics';
import { decide, decideExactly, decideForward } from './decide';

const now = Date.UTC(2026, 0, 15, 10, 20, 30, 456);
const build = new RecordBuilder({ now, tenantUid: 'acme' });

function aKey(keyId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signer = EventSigner.parse(`${keyId}:${Buffer.from(pem).toString('base64')}`);
  return { signer, pem, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

const billing = aKey('billing-1');
const identity = aKey('identity-1');
const verificationKeys = VerificationKeys.parse(
  JSON.stringify({
    'billing-1': {
      publicKey: billing.publicKey,
      sources: ['/services/billing', '/jobs/*'],
      tenants: ['acme', 'globex'],
    },
    'identity-1': { publicKey: Buffer.from(identity.publicKey).toString('base64'), sources: ['/trailbook/identity'] },
    'anything-1': { publicKey: billing.publicKey, sources: ['*'] },
  }),
);
const listed: DecideOptions = {
  verificationKeys: VerificationKeys.parse(
    JSON.stringify({
      'billing-1': {
        publicKey: billing.publicKey,
        sources: ['/services/billing', '/jobs/*'],
        tenants: ['acme', 'globex'],
      },
    }),
  ),
};

const event = (more: Partial<OutgoingEvent> = {}, data: object = {}): OutgoingEvent => ({
  id: '42',
  source: '/services/billing',
  type: eventTypes.event,
  time: now,
  ...more,
  data: build.data(data),
});
const note = (): OutgoingEvent => ({ ...event(), type: eventTypes.note, data: build.noteData() });

const asKafkaRecord = ({ key, value, headers }: EncodedRecord): KafkaRecord => ({
  key: Buffer.from(key),
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, Buffer.from(header)])),
  timestamp: now,
});

/** How every way of deciding ends: they must agree. */
function judged(record: KafkaRecord, options: DecideOptions = { verificationKeys }): string {
  const [one, exactly, forward] = [
    decide(record, options),
    decideExactly(record, options),
    decideForward(record, options),
  ];
  const endOf = (decision: typeof one | typeof forward): string => {
    if (decision.kind === 'rejected') return decision.code;
    return decision.kind === 'event' ? decision.event.sourceVerification : decision.note.sourceVerification;
  };
  expect([endOf(exactly), endOf(forward)]).toEqual([endOf(one), endOf(one)]);
  return endOf(one);
}

describe.each([
  ['binary', encodeBinary],
  ['structured', encodeStructured],
] as const)('a signature in %s mode', (_mode, encode) => {
  const sent = (given: OutgoingEvent, signer?: EventSigner) => asKafkaRecord(encode(given, signer));

  test('verifies an event and a note', () => {
    expect(judged(sent(event(), billing.signer))).toBe('verified');
    expect(judged(sent(note(), billing.signer))).toBe('verified');
    expect(judged(sent(event({ source: '/jobs/nightly' }), billing.signer))).toBe('verified');
    expect(judged(sent(event({ source: '/trailbook/identity' }), identity.signer))).toBe('verified');
    expect(judged(sent(event({}, { name: 'käse 🧀', n: 1e21 }), billing.signer))).toBe('verified');
  });

  test('is asked of a source that is listed, and of Trailbook’s own whatever is configured', () => {
    expect(judged(sent(event()), listed)).toBe('signature-invalid');
    expect(judged(sent(note()), listed)).toBe('signature-invalid');
    expect(judged(sent(event({ source: '/services/other' })), listed)).toBe('unverified');
    const own = event({ source: '/trailbook/identity' });
    for (const options of [{}, listed, { allowedSources: { '*': ['*'], '/trailbook/*': ['*'] } }]) {
      expect(judged(sent(own), options)).toBe('signature-invalid');
    }
  });

  test('is worth nothing by a key that may not speak for the source or the tenant, or is not known', () => {
    expect(judged(sent(event(), identity.signer))).toBe('signature-invalid');
    expect(judged(sent(event({ source: '/services/other' }), billing.signer))).toBe('signature-invalid');
    expect(judged(sent(event({ source: '/trailbook/identity' }), billing.signer))).toBe('signature-invalid');
    expect(judged(sent(event({}, { tenantUid: 'initech' }), billing.signer))).toBe('signature-invalid');
    expect(judged(sent(event(), aKey('unknown-1').signer))).toBe('signature-invalid');
    expect(judged(sent(event(), aKey('billing-1').signer))).toBe('signature-invalid');
    expect(judged(sent(event(), billing.signer), {})).toBe('signature-invalid');
  });

  test('of a key for all sources is none for Trailbook’s own', () => {
    const any = EventSigner.parse(`anything-1:${billing.pem}`);
    expect(judged(sent(event({ source: '/whatever' }), any))).toBe('verified');
    expect(judged(sent(event({ source: '/trailbook/identity' }), any))).toBe('signature-invalid');
  });

  test('speaks for a source beside the allowed ones, but not in a tenant that is not the source’s', () => {
    const record = sent(event(), billing.signer);
    expect(judged(record, { verificationKeys, allowedSources: {} })).toBe('verified');
    expect(judged(record, { verificationKeys, allowedSources: { '/services/*': ['acme'] } })).toBe('verified');
    expect(judged(record, { verificationKeys, allowedSources: { '/services/*': ['globex'] } })).toBe(
      'source-not-allowed',
    );
  });

  test('may be verified elsewhere', () => {
    const claims: unknown[] = [];
    const verifySignature = (claim: unknown) => claims.push(claim) > 0;
    const forged = sent(event(), aKey('billing-1').signer);
    expect(judged(forged, { verificationKeys, verifySignature })).toBe('verified');
    expect(claims).toHaveLength(3);
    expect(judged(sent(event({ source: '/services/other' })), { ...listed, verifySignature })).toBe('unverified');
    expect(claims).toHaveLength(3);
  });
});

describe('a signature', () => {
  const time = new Date(now).toISOString();
  // Data that would do for a note as well.
  const record = asKafkaRecord(encodeBinary(event({ time }, build.noteData()), billing.signer));

  test('is over every attribute that says what the event is, and over every byte of its data', () => {
    const text = record.value!.toString();
    const forged: Record<string, Partial<typeof record>> = {
      id: { headers: { ...record.headers, ce_id: Buffer.from('43') } },
      source: { headers: { ...record.headers, ce_source: Buffer.from('/jobs/x') } },
      time: { headers: { ...record.headers, ce_time: Buffer.from(time.replace('Z', '+00:00')) } },
      type: { headers: { ...record.headers, ce_type: Buffer.from(eventTypes.note) } },
      tenant: { value: Buffer.from(text.replace('acme', 'globex')) },
      space: { value: Buffer.from(`${text} `) },
    };
    expect(judged(record)).toBe('verified');
    for (const [what, change] of Object.entries(forged)) {
      expect([what, judged({ ...record, ...change })]).toEqual([what, 'signature-invalid']);
    }
  });

  test('may have further attributes and headers beside it', () => {
    const headers = { ...record.headers, ce_subject: Buffer.from('a/b'), 'x-request': Buffer.from('1') };
    expect(judged({ ...record, headers })).toBe('verified');
  });

  test('never throws, and is never taken for another, whatever its text', () => {
    const real = record.headers['ce_signature']!.toString();
    const text = fc.oneof(
      anyText(),
      fc.base64String(),
      fc
        .tuple(fc.nat(85), fc.string({ minLength: 1, maxLength: 1 }))
        .map(([at, c]) => real.slice(0, at) + c + real.slice(at + 1)),
      fc.constantFrom(`${real}=`, real.slice(1), '', ` ${real}`),
    );
    fc.assert(
      fc.property(text, (signature) => {
        const headers = { ...record.headers, ce_signature: Buffer.from(signature) };
        const end = judged({ ...record, headers });
        expect(end).toBe(signature === real ? 'verified' : end === 'not-cloudevents' ? end : 'signature-invalid');
      }),
      { numRuns: 100 },
    );
  });

  test('is the one that other implementations make', () => {
    // The key and its seed are those of the first test of RFC 8032, section 7.1.
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex').toString('base64');
    const signer = EventSigner.parse(`vector:-----BEGIN PRIVATE KEY-----\\n${pkcs8}\\n-----END PRIVATE KEY-----\\n`);
    const { headers } = encodeBinary(
      {
        ...event(),
        id: '42',
        time: '2026-01-15T10:20:30.456Z',
        data: JSON.parse('{"tenantUid":"acme"}') as OutgoingEvent['data'],
      },
      signer,
    );
    expect(headers['ce_keyid']).toBe('vector');
    expect(headers['ce_signature']).toMatchInlineSnapshot(
      `"Y4UAd9ueU3UdRGIRPwQn9XuKaouNToWPZc9QvLwCu1WU7NkKiH-VWrGaohnjTM5pt5YfD67IU2Q9lj5tiHLyCQ"`,
    );
  });
});

describe('keys', () => {
  test.each([
    ['no JSON', 'x'],
    ['a list', '[]'],
    ['an id with a space', JSON.stringify({ 'a b': { publicKey: billing.publicKey, sources: ['/a'] } })],
    ['no key', JSON.stringify({ a: { sources: ['/a'] } })],
    ['a private key instead', JSON.stringify({ a: { publicKey: 'x', sources: ['/a'] } })],
    ['no sources', JSON.stringify({ a: { publicKey: billing.publicKey, sources: [] } })],
    [
      'tenants that are none',
      JSON.stringify({ a: { publicKey: billing.publicKey, sources: ['/a'], tenants: 'acme' } }),
    ],
  ])('are refused with a sentence: %s', (_name, json) => {
    expect(() => VerificationKeys.parse(json)).toThrow(TypeError);
  });

  test.each(['', 'x', 'a b:x', `a:${billing.publicKey}`, `:${billing.pem}`])('to sign with are refused: %j', (text) => {
    expect(() => EventSigner.parse(text)).toThrow(/^must be a key id/);
  });

  test('are joined where no id is given twice, and tell whether one speaks for Trailbook', () => {
    expect(() => verificationKeys.and(verificationKeys)).toThrow(/given twice/);
    const { verificationKeys: producers } = listed;
    expect([producers?.speaksForTrailbook, verificationKeys.speaksForTrailbook]).toEqual([false, true]);
    const all = identity.signer.verificationKeys('/trailbook/identity').and(producers!);
    expect([all.lists('/jobs/a'), all.lists('/trailbook/identity'), all.lists('/other')]).toEqual([true, true, false]);
  });
});
