import { randomUUID } from 'node:crypto';
import { packed } from './batch/pack';
import type { Sink, SinkBatch, SinkEvent, SinkEvents } from './sink';

export interface ReceivedEvent {
  /** Milliseconds since 1970, as the far side shows it. */
  readonly time: number;
  readonly message: string;
}

/** What the suite needs of an adapter's far side. Every `open` of a test has a target of its own. */
export interface SinkHarness {
  /** A sink whose configuration works. */
  open(): Promise<{ sink: Sink; target: SinkTarget }>;
  /** A sink that the far side won't let in. */
  openRefused(): Promise<Sink>;
}

export interface SinkTarget {
  received(): Promise<ReceivedEvent[]>;
  /** Deletes what the sink writes into, behind its back. */
  remove(): Promise<void>;
}

/** What every adapter of the sink port keeps, whatever is on its far side. */
export function describeSinkContract(name: string, harness: SinkHarness): void {
  const eventAt = (time: number, text = 'something happened'): SinkEvent => {
    const uid = randomUUID();
    return { uid, time, message: Buffer.from(JSON.stringify({ uid, text })) };
  };
  const deliverAll = async (sink: Sink, events: SinkEvents): Promise<number> => {
    const waiting = sink.cut(events, Date.now());
    let accepted = 0;
    for (let batch: SinkBatch | undefined; (batch = waiting.shift());) {
      const outcome = await sink.deliver(batch);
      if (outcome.kind === 'split') waiting.unshift(...outcome.parts);
      else if (outcome.kind === 'delivered') {
        accepted += outcome.accepted.length;
        if (outcome.remaining) waiting.unshift(outcome.remaining);
      } else throw new Error(`${outcome.code}: ${outcome.message}`);
    }
    return accepted;
  };

  describe(`${name}, as a sink`, () => {
    it('verifies a configuration that works, and leaves nothing behind', async () => {
      const { sink, target } = await harness.open();
      const report = await sink.verify(10_000);
      expect(report.steps.filter(({ status }) => status !== 'ok')).toEqual([]);
      expect(report.ok).toBe(true);
      expect(await target.received()).toEqual([]);
    });

    it('says which step of a verification failed', async () => {
      const report = await (await harness.openRefused()).verify(10_000);
      expect(report.ok).toBe(false);
      expect(report.steps.filter(({ status }) => status === 'failed')).toEqual([
        expect.objectContaining({ name: expect.any(String), message: expect.stringMatching(/./) }),
      ]);
    });

    it('delivers messages byte for byte, in chronological order, with the entries’ times', async () => {
      const { sink, target } = await harness.open();
      const now = Date.now();
      const texts = ['plain', 'ümläut 😀', 'quotes " and \\ and \u2028', '{"nested":1.0}'];
      const events = texts.map((text, index) => eventAt(now - index * 1_000, text));
      expect(await deliverAll(sink, events)).toBe(events.length);
      const expected = [...events].reverse().map(({ time, message }) => ({ time, message: message.toString() }));
      expect(await target.received()).toEqual(expected);
    });

    it('delivers events alike that are kept as columns', async () => {
      const { sink, target } = await harness.open();
      const now = Date.now();
      const texts = ['plain', 'ümläut 😀', 'quotes " and \\ and \u2028', '{"nested":1.0}', '\t'];
      const inOrder = texts.map((text, index) => eventAt(now + index, text));
      const outOfOrder = texts.map((text, index) => eventAt(now + 100 - index, text));
      expect(await deliverAll(sink, packed(inOrder))).toBe(texts.length);
      expect(await deliverAll(sink, packed(outOfOrder))).toBe(texts.length);
      const expected = [...inOrder, ...outOfOrder.reverse()];
      expect(await target.received()).toEqual(
        expected.map(({ time, message }) => ({ time, message: message.toString() })),
      );
    });

    it('delivers a full batch with one call', async () => {
      const { sink, target } = await harness.open();
      const size = 2_048;
      const count = Math.floor(sink.limits.maxBatchBytes / (size + sink.limits.eventOverheadBytes));
      const events = Array.from({ length: count }, () => {
        const event = eventAt(Date.now());
        return { ...event, message: Buffer.from(JSON.stringify({ uid: event.uid }).padEnd(size)) };
      });
      expect(sink.cut(events, Date.now())).toHaveLength(1);
      expect(await deliverAll(sink, events)).toBe(count);
      expect(await target.received()).toHaveLength(count);
    });

    it('delivers what is too old, too new or too large, and the events around it', async () => {
      const { sink, target } = await harness.open();
      const now = Date.now();
      const day = 86_400_000;
      const large = { ...eventAt(now), message: Buffer.from(JSON.stringify({ text: 'x'.repeat(2_000_000) })) };
      const events = [eventAt(now - 400 * day), eventAt(now), large, eventAt(now + day)];
      expect(await deliverAll(sink, events)).toBe(4);
      const received = (await target.received()).map(({ message }) => JSON.parse(message) as object);
      expect(received).toHaveLength(4);
      expect(received).toContainEqual(expect.objectContaining({ shortened: expect.anything() }));
    });

    it('delivers on after its target was deleted', async () => {
      const { sink, target } = await harness.open();
      await deliverAll(sink, [eventAt(Date.now(), 'before')]);
      await target.remove();
      expect(await deliverAll(sink, [eventAt(Date.now(), 'after')])).toBe(1);
      expect(await target.received()).toMatchObject([{ message: expect.stringContaining('after') }]);
    });

    it('answers a refusal with an outcome that says so', async () => {
      const sink = await harness.openRefused();
      const [batch] = sink.cut([eventAt(Date.now())], Date.now());
      expect(await sink.deliver(batch!)).toMatchObject({ kind: 'refused', message: expect.stringMatching(/./) });
    });
  });
}
