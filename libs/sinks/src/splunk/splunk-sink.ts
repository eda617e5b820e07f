import type { Dispatcher } from 'undici';
import { cutBatches } from '../batch/cut';
import { divide, partOf } from '../batch/divide';
import type { BatchLimits } from '../batch/limits';
import type { DeliveryOutcome, Sink, SinkBatch, SinkEvents, SinkLimits, VerificationReport } from '../sink';
import { outcomeOf, type HecAnswer } from './answer';
import type { SplunkConfiguration } from './configuration';
import { HecClient } from './hec-client';
import { envelopeOf, splunkLimits } from './limits';
import { verifySplunk } from './verification';

export interface SplunkOptions {
  /** Made by `guardedAgent`: where a tenant may not connect to is its matter. */
  readonly connections: Dispatcher;
}

/** What to cut an event to that a collector refuses for its size alone. */
const smallerMessages = [100_000, 1_024];
/** "Event field is required", "… cannot be blank", "Invalid data format": of one event, not of the request. */
const eventFaults = new Set([6, 12, 13]);

/**
 * Delivers to a Splunk HTTP Event Collector, as JSON events. A collector answers once it has queued events for indexing;
 * its indexer acknowledgement, an option of tokens that few have on, isn't asked for.
 */
export class SplunkSink implements Sink {
  readonly limits: SinkLimits;
  private readonly batchLimits: BatchLimits;
  private readonly client: HecClient;

  constructor(
    private readonly configuration: SplunkConfiguration,
    { connections }: SplunkOptions,
  ) {
    this.batchLimits = splunkLimits(configuration);
    this.limits = this.batchLimits;
    this.client = new HecClient(configuration, connections);
  }

  cut(events: SinkEvents, now: number): SinkBatch[] {
    return cutBatches(events, this.batchLimits, now);
  }

  async deliver(batch: SinkBatch, signal?: AbortSignal): Promise<DeliveryOutcome> {
    const answer = await this.client.events(this.bodyOf(batch.events), signal);
    if (answer.status === 200 && answer.hecCode === 0) {
      return { kind: 'delivered', accepted: batch.events, rejected: [] };
    }
    if (answer.status === 200) return notACollector(answer);
    if (answer.status === 413) return this.divide(batch, answer);
    return this.withoutInvalid(batch, answer) ?? outcomeOf(answer);
  }

  verify(timeoutMs: number): Promise<VerificationReport> {
    return verifySplunk(this.configuration, this.client, timeoutMs);
  }

  /** Connections belong to the process. */
  close(): void {}

  private bodyOf(events: SinkEvents): Buffer {
    const close = Buffer.from('}');
    return Buffer.concat(
      [...events].flatMap(({ time, message }) => [Buffer.from(envelopeOf(this.configuration, time)), message, close]),
    );
  }

  /** The collector took what comes before the event that it names, and nothing from there on. */
  private withoutInvalid(batch: SinkBatch, { hecCode, invalidEvent }: HecAnswer): DeliveryOutcome | undefined {
    if (invalidEvent === undefined || !eventFaults.has(hecCode ?? -1)) return undefined;
    const events = [...batch.events];
    const invalid = events[invalidEvent];
    if (!invalid) return undefined;
    const rest = events.slice(invalidEvent + 1);
    const accepted = events.slice(0, invalidEvent);
    const remaining =
      rest.length > 0 ? { remaining: partOf(rest, this.limits.eventOverheadBytes, { resend: batch.resend }) } : {};
    return { kind: 'delivered', accepted, rejected: [invalid], ...remaining };
  }

  private divide(batch: SinkBatch, { code, message }: HecAnswer): DeliveryOutcome {
    const parts = divide(batch, smallerMessages, this.limits.eventOverheadBytes);
    return parts ? { kind: 'split', parts } : { kind: 'refused', code, message };
  }
}

/** Whoever says yes to anything isn't a collector: its yes counts for nothing. */
const notACollector = ({ message }: HecAnswer): DeliveryOutcome => ({
  kind: 'refused',
  code: 'NotACollector',
  message: `The address answers, but not as a Splunk HTTP Event Collector does: ${message}`,
});
