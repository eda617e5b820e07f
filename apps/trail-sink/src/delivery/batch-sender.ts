import type { Refused, Retriable, Sink, SinkEvent, SinkEvents } from '@trailbook/sinks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from './delivery-store';
import { fullJitter } from './full-jitter';

/** One call that the sink acknowledged, and what became of its events. */
export interface AcknowledgedCall {
  readonly requestId?: string;
  readonly accepted: SinkEvents;
  /** The sink will never take these. */
  readonly rejected: readonly SinkEvent[];
  /** It carried the send time, since the sink had refused the events' own. */
  readonly resend: boolean;
}

/** What became of events that are at the sink. */
export interface Sent {
  readonly kind: 'sent';
  readonly tally: Tally;
  readonly calls: readonly AcknowledgedCall[];
}

export type SendOutcome =
  | Sent
  /** The sink is out of order, or its owner must act. */
  | { readonly kind: 'failed'; readonly reason: Retriable | Refused }
  | { readonly kind: 'stopped' };

export interface SendOptions {
  /** For how long failures that may pass are borne, in milliseconds. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** Told of each acknowledged call. */
  readonly onProgress: () => void;
  readonly onRetry: (reason: Retriable) => void;
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Sends events until the sink has acknowledged every one of them, or it is hopeless for now. */
export async function sendAll(sink: Sink, events: SinkEvents, options: SendOptions): Promise<SendOutcome> {
  const calls: AcknowledgedCall[] = [];
  const waiting = sink.cut(events, Date.now());
  const tally: Tally = { delivered: 0, resent: 0, rejected: 0, shortened: 0, newest: newestOf(events) };
  for (const batch of waiting) tally.shortened += batch.shortened;
  let failingSince: number | undefined;
  for (let failures = 0; waiting[0] !== undefined;) {
    const [batch] = waiting;
    const outcome = await sink.deliver(batch, options.signal);
    if (options.signal.aborted && outcome.kind !== 'delivered') return { kind: 'stopped' };
    if (outcome.kind === 'split') {
      for (const part of outcome.parts) tally.shortened += part.shortened;
      waiting.splice(0, 1, ...outcome.parts);
    } else if (outcome.kind === 'delivered') {
      [failures, failingSince] = [0, undefined];
      const { requestId, accepted, rejected } = outcome;
      tally.delivered += accepted.length;
      tally.rejected += rejected.length;
      if (batch.resend) tally.resent += accepted.length;
      calls.push({ requestId, accepted, rejected, resend: batch.resend });
      waiting.splice(0, 1, ...(outcome.remaining ? [outcome.remaining] : []));
      options.onProgress();
    } else {
      failingSince ??= Date.now();
      if (outcome.kind === 'refused' || Date.now() - failingSince >= options.patienceMs) {
        return { kind: 'failed', reason: outcome };
      }
      options.onRetry(outcome);
      if (!(await paused(fullJitter(failures, firstPauseMs, longestPauseMs), options.signal)))
        return { kind: 'stopped' };
      failures += 1;
    }
  }
  return { kind: 'sent', tally, calls };
}

/** False when it was cut short. */
async function paused(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

function newestOf(events: SinkEvents): number {
  let newest = 0;
  const { packed } = events;
  if (packed) for (let n = 0; n < packed.length; n += 1) newest = Math.max(newest, packed.times[n]!);
  else for (const { time } of events) newest = Math.max(newest, time);
  return newest;
}
