import { HecStandIn } from '@trailbook/testing';
import { randomUUID } from 'node:crypto';
import { AddressPolicy } from '../net/address-policy';
import { guardedAgent } from '../net/guarded-agent';
import { describeSinkContract } from '../sink.contract';
import type { SinkEvent } from '../sink';
import type { SplunkConfiguration } from './configuration';
import { SplunkSink } from './splunk-sink';

const collector = new HecStandIn();
const timeouts = { connectTimeoutMs: 2_000, requestTimeoutMs: 1_000 };
const connections = guardedAgent({ policy: new AddressPolicy(['127.0.0.1']), ...timeouts });
let url: string;
/** Nobody listens there any more. */
let deserted: string;

beforeAll(async () => {
  const gone = new HecStandIn();
  [url, deserted] = await Promise.all([collector.start(), gone.start()]);
  await gone.stop();
});

afterAll(async () => {
  await connections.destroy();
  await collector.stop();
});

const sinkOf = (more: Partial<SplunkConfiguration> = {}, dispatcher = connections) =>
  new SplunkSink({ url, token: 'unknown', ...more }, { connections: dispatcher });

function open(more: Partial<SplunkConfiguration> = {}) {
  const token = randomUUID();
  collector.putToken(token, { indexes: ['main', 'audit'] });
  return { token, sink: sinkOf({ token, ...more }) };
}

describeSinkContract('Splunk HEC', {
  open() {
    const { token, sink } = open();
    const target = {
      received: () => Promise.resolve(collector.events(token).map(({ time, text }) => ({ time, message: text }))),
      remove: () => Promise.resolve(collector.clear(token)),
    };
    return Promise.resolve({ sink, target });
  },
  openRefused: () => Promise.resolve(sinkOf()),
});

describe('the Splunk sink', () => {
  const now = Date.now();
  const event = (uid: string, text = '{"a":1}'): SinkEvent => ({ uid, time: now, message: Buffer.from(text) });
  const one = (sink: SplunkSink, ...events: SinkEvent[]) => sink.cut(events, now)[0]!;

  it('names index, source and source type where the token’s own aren’t meant', async () => {
    const { sink, token } = open({ index: 'audit', source: 'trailbook', sourcetype: '_json' });
    await sink.deliver(one(sink, event('a')));
    const named = { index: 'audit', source: 'trailbook', sourcetype: '_json', text: '{"a":1}', time: now };
    expect(collector.events(token)).toEqual([named]);
  });

  it.each(['busy', 'internalError', 'accept-then-error', 'hang'] as const)('tries again later: %s', async (fault) => {
    const { sink } = open();
    collector.script(fault);
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'retriable' });
  });

  it.each([
    ['a token that is disabled', { disabled: true }, {}, 'HEC-1'],
    ['an index that is not the token’s', {}, { index: 'secret' }, 'HEC-7'],
  ])('leaves to the owner: %s', async (_, settings, more, code) => {
    const { sink, token } = open(more);
    collector.putToken(token, settings);
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'refused', code });
  });

  it('gives up one event that the collector refuses, and goes on behind it', async () => {
    const { sink, token } = open();
    const batch = one(sink, event('a'), event('bad', '{'), event('b'), event('c'));
    const [a, bad, ...rest] = batch.events;
    const outcome = await sink.deliver(batch);
    // The broken one runs into what follows it: what is after is sent anew.
    expect(outcome).toMatchObject({ kind: 'delivered', accepted: [a], rejected: [bad], remaining: { events: rest } });
    expect(collector.events(token)).toHaveLength(1);
  });

  it('sends halves, then shortened events, to a collector that takes less', async () => {
    const { sink, token } = open();
    collector.maxContentBytes = 120_000;
    const text = JSON.stringify({ uid: 'u', text: 'x'.repeat(150_000) });
    const waiting = [one(sink, event('a', text), event('b'))];
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      const outcome = await sink.deliver(batch);
      if (outcome.kind === 'split') waiting.unshift(...outcome.parts);
      else expect(outcome.kind).toBe('delivered');
    }
    collector.maxContentBytes = 1_000_000;
    expect(collector.events(token)).toHaveLength(2);
    expect(JSON.parse(collector.events(token)[0]!.text)).toMatchObject({ uid: 'u', shortened: { fields: ['text'] } });
  });

  it('never says the token, whatever the far side says', async () => {
    const { sink, token } = open();
    collector.script('invalidToken');
    const outcome = await sink.deliver(one(sink, event('a')));
    expect(JSON.stringify(outcome)).not.toContain(token);
    const nowhere = sinkOf({ token, url: deserted });
    expect(JSON.stringify(await nowhere.deliver(one(nowhere, event('a'))))).not.toContain(token);
  });

  it('is stopped by a signal while the collector hangs', async () => {
    const { sink } = open();
    collector.script('hang');
    const outcome = await sink.deliver(one(sink, event('a')), AbortSignal.timeout(50));
    expect(outcome).toMatchObject({ kind: 'retriable' });
  });

  it('verifies a collector with a warning where an index is named, for nothing is indexed to try it', async () => {
    const { sink, token } = open({ index: 'audit' });
    const report = await sink.verify(5_000);
    expect(report).toMatchObject({ ok: true, steps: [{}, {}, { name: 'index', status: 'warning' }] });
    expect(collector.events(token)).toEqual([]);
  });

  it.each([
    ['nobody answers', () => ({ url: deserted }), 'collector', 'ECONNREFUSED'],
    ['the token is unknown', () => ({}), 'token', 'HEC-4'],
    ['the address is internal', () => ({ url: 'http://169.254.169.254' }), 'collector', 'AddressNotAllowed'],
  ])('says what to do when %s', async (_, more, name, code) => {
    const report = await sinkOf(more()).verify(5_000);
    expect(report.ok).toBe(false);
    expect(report.steps.find(({ status }) => status === 'failed')).toMatchObject({
      name,
      code,
      advice: expect.any(String) as string,
    });
  });
});
