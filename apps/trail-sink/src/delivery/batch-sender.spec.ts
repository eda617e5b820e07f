import type { DeliveryOutcome, Sink, SinkBatch, SinkEvent, SinkEvents } from '@trailbook/sinks';
import { sendAll, type SendOptions } from './batch-sender';

const event = (uid: string): SinkEvent => ({ uid, time: Number(uid), message: Buffer.from(uid) });
const batchOf = (events: SinkEvents, more: Partial<SinkBatch> = {}): SinkBatch => ({
  events,
  bytes: 1,
  shortened: 0,
  resend: false,
  ...more,
});
const delivered = (accepted: SinkEvents, more = {}): DeliveryOutcome => ({
  kind: 'delivered',
  accepted,
  rejected: [],
  ...more,
});

function scripted(outcomes: DeliveryOutcome[]) {
  const sent: SinkBatch[] = [];
  const sink: Sink = {
    limits: { maxBatchBytes: 1, maxBatchEvents: 1, eventOverheadBytes: 0 },
    cut: (events) => [batchOf(events, { shortened: 1 })],
    deliver: (batch) => {
      sent.push(batch);
      return Promise.resolve(outcomes.shift() ?? delivered(batch.events));
    },
    verify: () => Promise.resolve({ ok: true, steps: [] }),
    close: () => undefined,
  };
  return { sink, sent };
}

const options = (more: Partial<SendOptions> = {}): SendOptions => ({
  patienceMs: 10_000,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onRetry: () => undefined,
  ...more,
});

describe('sending', () => {
  const events = [event('1'), event('2'), event('3')];
  const retriable: DeliveryOutcome = { kind: 'retriable', code: 'Throttled', message: 'later' };

  it('counts what became of the events, and tells it call by call', async () => {
    const [refused, ...accepted] = events;
    const rejected = [refused!];
    const remaining = batchOf(rejected, { resend: true });
    const { sink, sent } = scripted([
      delivered(accepted, { requestId: 'one', remaining }),
      delivered([], { requestId: 'two', rejected }),
    ]);
    expect(await sendAll(sink, events, options())).toEqual({
      kind: 'sent',
      tally: { delivered: 2, resent: 0, rejected: 1, shortened: 1, newest: 3 },
      calls: [
        { requestId: 'one', accepted, rejected: [], resend: false },
        { requestId: 'two', accepted: [], rejected, resend: true },
      ],
    });
    expect(sent[1]).toBe(remaining);
  });

  it('counts events that were taken with the send time', async () => {
    const remaining = batchOf([event('1')], { resend: true });
    const { sink } = scripted([delivered(events.slice(1), { remaining })]);
    expect(await sendAll(sink, events, options())).toMatchObject({ tally: { delivered: 3, resent: 1 } });
  });

  it('sends the parts of a batch that had to be split, in their order', async () => {
    const parts = [batchOf([event('1')]), batchOf([event('2'), event('3')], { shortened: 1 })];
    const { sink, sent } = scripted([{ kind: 'split', parts }]);
    expect(await sendAll(sink, events, options())).toMatchObject({ tally: { delivered: 3, shortened: 2 } });
    expect(sent.slice(1)).toEqual(parts);
  });

  it('tries the same batch again, and says so', async () => {
    const { sink, sent } = scripted([retriable, retriable]);
    const onRetry = jest.fn();
    expect(await sendAll(sink, events, options({ onRetry }))).toMatchObject({ kind: 'sent' });
    expect(onRetry).toHaveBeenCalledTimes(2);
    expect(sent[2]).toBe(sent[0]);
  });

  it('gives up when its patience is over, and at once when it is refused', async () => {
    expect(await sendAll(scripted([retriable]).sink, events, options({ patienceMs: 0 }))).toMatchObject({
      kind: 'failed',
      reason: { code: 'Throttled' },
    });
    const refused: DeliveryOutcome = { kind: 'refused', code: 'Denied', message: 'no' };
    const { sink, sent } = scripted([refused]);
    expect(await sendAll(sink, events, options())).toMatchObject({ kind: 'failed', reason: { code: 'Denied' } });
    expect(sent).toHaveLength(1);
  });

  it('stops between two tries when it is told to', async () => {
    const stop = new AbortController();
    const { sink } = scripted(Array<DeliveryOutcome>(20).fill(retriable));
    const onRetry = () => stop.abort();
    expect(await sendAll(sink, events, options({ signal: stop.signal, onRetry }))).toEqual({ kind: 'stopped' });
  });
});
