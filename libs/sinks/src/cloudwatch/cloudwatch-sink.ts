import type { PutLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { changed } from '../batch/changed';
import { cutBatches } from '../batch/cut';
import { divide, partOf } from '../batch/divide';
import type { DeliveryOutcome, Sink, SinkBatch, SinkEvents, SinkLimits, VerificationReport } from '../sink';
import type { CloudWatchConfiguration } from './configuration';
import { isExpiredToken, isIdentityFailure, outcomeOf, type AwsFailure } from './errors';
import type { IdentityOptions } from './identity';
import { cloudWatchLimits, olderRegionMessageBytes } from './limits';
import { putLogEvents } from './put-log-events';
import { splitRejected } from './rejected';
import { CloudWatchSession, type Attempt } from './session';
import { verifyCloudWatch } from './verification';

/** What to cut an event to that CloudWatch refuses on its own: what every region takes, then its bare identity. */
const smallerMessages = [olderRegionMessageBytes, 1_024];

/** Delivers into one log stream. Group and stream are made when they are missing, whenever that is. */
export class CloudWatchSink implements Sink {
  readonly limits: SinkLimits = cloudWatchLimits;
  private readonly session: CloudWatchSession;
  /** AWS refused the credentials of the last call, or refused them the call. */
  private isDoubtful = false;

  constructor(
    private readonly configuration: CloudWatchConfiguration,
    private readonly options: IdentityOptions,
  ) {
    this.session = new CloudWatchSession(configuration, options);
  }

  cut(events: SinkEvents, now: number): SinkBatch[] {
    return cutBatches(events, cloudWatchLimits, now);
  }

  async deliver(batch: SinkBatch, signal?: AbortSignal): Promise<DeliveryOutcome> {
    const answer = await this.putRenewed(batch, signal);
    if (answer.ok) return delivered(batch, answer.value);
    // Somebody deleted the stream once more: there is nothing for its owner to mend.
    if (answer.code === 'ResourceNotFoundException') return { ...outcomeOf(answer), kind: 'retriable' };
    return answer.code === 'InvalidParameterException' ? this.divide(batch, answer.message) : outcomeOf(answer);
  }

  verify(timeoutMs: number): Promise<VerificationReport> {
    return verifyCloudWatch(this.configuration, this.options, timeoutMs);
  }

  /** Connections belong to the process, credentials are forgotten with this object: nothing else is held. */
  close(): void {}

  /** Puts the batch, as a new session of the role where AWS refuses the present one: at once, and whenever it is tried again. */
  private async putRenewed(batch: SinkBatch, signal?: AbortSignal): Promise<Attempt<PutLogEventsCommandOutput>> {
    if (this.isDoubtful) this.session.renewDoubtful();
    let answer = await this.putOrMake(batch, signal);
    if (!answer.ok && this.renews(answer)) answer = await this.putOrMake(batch, signal);
    this.isDoubtful = !answer.ok && isIdentityFailure(answer);
    return answer;
  }

  private renews(failure: AwsFailure): boolean {
    if (this.configuration.credentials.type !== 'role') return false;
    if (!isExpiredToken(failure)) return isIdentityFailure(failure) && this.session.renewDoubtful();
    this.session.renew();
    return true;
  }

  /** Makes group and stream where they are missing. */
  private async putOrMake(batch: SinkBatch, signal?: AbortSignal): Promise<Attempt<PutLogEventsCommandOutput>> {
    const answer = await this.put(batch, signal);
    if (answer.ok || answer.code !== 'ResourceNotFoundException') return answer;
    const made = await this.makeTarget(signal);
    return made.ok ? this.put(batch, signal) : made;
  }

  private put(batch: SinkBatch, signal?: AbortSignal): Promise<Attempt<PutLogEventsCommandOutput>> {
    const { group, stream } = this.configuration;
    const command = putLogEvents(group, stream, batch.events, signal);
    return this.session.attempt((client) => client.send(command), signal);
  }

  private async makeTarget(signal?: AbortSignal): Promise<Attempt<unknown>> {
    const { group, stream } = this.configuration;
    const first = await this.session.createStream(group, stream, signal);
    if (first.ok || first.code !== 'ResourceNotFoundException') return first;
    const made = await this.session.createGroup(group, signal);
    return made.ok ? this.session.createStream(group, stream, signal) : made;
  }

  private divide(batch: SinkBatch, message: string): DeliveryOutcome {
    const parts = divide(batch, smallerMessages, cloudWatchLimits.eventOverheadBytes);
    return parts ? { kind: 'split', parts } : { kind: 'refused', code: 'InvalidParameterException', message };
  }
}

function delivered(batch: SinkBatch, answer: PutLogEventsCommandOutput): DeliveryOutcome {
  const { accepted, rejected } = splitRejected(batch.events, answer.rejectedLogEventsInfo);
  const outcome = { kind: 'delivered', requestId: answer.$metadata.requestId, accepted } as const;
  if (rejected.length === 0 || batch.resend) return { ...outcome, rejected };
  const now = Date.now();
  const again = rejected.map((event) => changed(event, { time: now }));
  const remaining = partOf(again, cloudWatchLimits.eventOverheadBytes, { resend: true });
  return { ...outcome, rejected: [], remaining };
}
