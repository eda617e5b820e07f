import {
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { randomUUID } from 'node:crypto';
import type { SinkEvent, StepStatus, VerificationReport, VerificationStep } from '../sink';
import { adviceFor, type StepName, stepNames } from './advice';
import type { CloudWatchConfiguration } from './configuration';
import type { AwsFailure } from './errors';
import { assumeRole, callerArn, type IdentityOptions } from './identity';
import { orAborted } from './or-aborted';
import { putLogEvents } from './put-log-events';
import { partitionOfRegion } from './region';
import { CloudWatchSession, type Attempt } from './session';

/** Kept back of the whole time for the last step, which is tried whatever failed before. */
const cleanupShare = 0.25;

/**
 * Does once, with a stream of its own, what delivery will do, so that a trail that is saved works: identity, group, test
 * stream, test event, and the test stream deleted again. Each step's outcome is reported with AWS's own words.
 */
export async function verifyCloudWatch(
  configuration: CloudWatchConfiguration,
  options: IdentityOptions,
  timeoutMs: number,
): Promise<VerificationReport> {
  const run = new Verification(configuration, options, timeoutMs);
  await run.all();
  return run.report();
}

const isRoleArn = (arn: string, partition: string): boolean =>
  /^arn:([a-z-]+):iam::\d{12}:role\/[\w+=,.@/-]+$/.exec(arn)?.[1] === partition;

const malformed = (arn: string) => ({
  code: 'InvalidRoleArn',
  message: `${arn} is not the ARN of a role of the partition`,
});

class Verification {
  private readonly steps = new Map<StepName, VerificationStep>();
  private session: CloudWatchSession;
  private readonly testStream = `trailbook-verification-${randomUUID()}`;
  private readonly deadline: AbortSignal;
  private readonly lastDeadline: AbortSignal;

  constructor(
    private readonly configuration: CloudWatchConfiguration,
    private readonly options: IdentityOptions,
    timeoutMs: number,
  ) {
    this.session = new CloudWatchSession(configuration, options);
    this.deadline = AbortSignal.timeout(Math.floor(timeoutMs * (1 - cleanupShare)));
    this.lastDeadline = AbortSignal.timeout(timeoutMs);
  }

  async all(): Promise<void> {
    if (!this.region()) return;
    const usable = (await this.identity()) && (await this.logGroup());
    const mayExist = usable && (await this.logStream());
    if (mayExist === 'created') await this.testEvent();
    if (mayExist !== false) await this.cleanup();
  }

  report(): VerificationReport {
    const steps = stepNames.map(
      (name) => this.steps.get(name) ?? { name, status: 'skipped' as const, message: 'Not tried' },
    );
    return { ok: steps.every(({ status }) => status === 'ok' || status === 'warning'), steps };
  }

  private region(): boolean {
    const { region, partition } = this.configuration;
    const actual = partitionOfRegion(region);
    if (actual === partition) return this.note('region', 'ok', `Region ${region} is of partition ${partition}`);
    const message =
      actual === undefined
        ? `No AWS partition has a region of the name ${JSON.stringify(region)}`
        : `Region ${region} is of partition ${actual}, not of ${partition}`;
    return this.fail('region', { code: 'InvalidRegion', message });
  }

  private async identity(): Promise<boolean> {
    const { credentials, region, partition } = this.configuration;
    const options = { ...this.options, region };
    try {
      if (credentials.type === 'role') {
        if (!isRoleArn(credentials.roleArn, partition)) return this.fail('identity', malformed(credentials.roleArn));
        const issued = await orAborted(assumeRole(credentials, options, this.deadline), this.deadline);
        this.session = new CloudWatchSession(this.configuration, this.options, issued);
        return this.note('identity', 'ok', `Assumed ${credentials.roleArn}`);
      }
      const arn = await orAborted(callerArn(credentials, options, this.deadline), this.deadline);
      return this.note('identity', 'ok', `AWS knows this key as ${arn}`);
    } catch (error) {
      return this.fail('identity', this.session.failure(error));
    }
  }

  private async logGroup(): Promise<boolean> {
    const { group } = this.configuration;
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: group });
    const described = await this.send((client, abortSignal) => client.send(command, { abortSignal }));
    if (described.ok && described.value.logGroups?.some(({ logGroupName }) => logGroupName === group)) {
      return this.note('logGroup', 'ok', `Found log group ${group}`);
    }
    if (!described.ok && described.code !== 'AccessDeniedException') return this.fail('logGroup', described);
    const made = await this.session.createGroup(group, this.deadline);
    if (!made.ok) return this.fail('logGroup', made);
    const message = made.value === 'created' ? `Created log group ${group}` : `Found log group ${group}`;
    if (described.ok) return this.note('logGroup', 'ok', message);
    return this.note('logGroup', 'warning', `${message}; ${described.message}`, described);
  }

  /** False when the stream certainly doesn't exist; a time-out leaves that open. */
  private async logStream(): Promise<'created' | 'unknown' | false> {
    const made = await this.session.createStream(this.configuration.group, this.testStream, this.deadline);
    if (made.ok) {
      this.note('logStream', 'ok', `Created test stream ${this.testStream}`);
      return 'created';
    }
    this.fail('logStream', made);
    return made.retriable ? 'unknown' : false;
  }

  private async testEvent(): Promise<void> {
    const message = Buffer.from(JSON.stringify({ message: 'Trailbook verifies this audit trail' }));
    const event: SinkEvent = { uid: randomUUID(), time: Date.now(), message };
    const command = putLogEvents(this.configuration.group, this.testStream, [event], this.deadline);
    const put = await this.send((client) => client.send(command));
    if (!put.ok) this.fail('testEvent', put);
    else if (put.value.rejectedLogEventsInfo) {
      this.fail('testEvent', { code: 'EventRejected', message: 'CloudWatch rejected an event of the present time' });
    } else this.note('testEvent', 'ok', 'Put a test event');
  }

  private async cleanup(): Promise<void> {
    const command = new DeleteLogStreamCommand({
      logGroupName: this.configuration.group,
      logStreamName: this.testStream,
    });
    const deleted = await this.send((client, abortSignal) => client.send(command, { abortSignal }), this.lastDeadline);
    if (deleted.ok) this.note('cleanup', 'ok', 'Deleted the test stream');
    else if (deleted.code !== 'ResourceNotFoundException') this.fail('cleanup', deleted);
  }

  private send<T>(
    call: (client: CloudWatchLogsClient, abortSignal: AbortSignal) => Promise<T>,
    deadline = this.deadline,
  ): Promise<Attempt<T>> {
    return this.session.attempt((client) => call(client, deadline), deadline);
  }

  private note(name: StepName, status: StepStatus, message: string, failure?: AwsFailure): true {
    const advice = failure && adviceFor(name, failure.code);
    this.steps.set(name, { name, status, message, ...(failure && { code: failure.code }), ...(advice && { advice }) });
    return true;
  }

  private fail(name: StepName, { code, message }: Pick<AwsFailure, 'code' | 'message'>): false {
    const timedOut = code === 'AbortError' || code === 'TimeoutError';
    const advice = adviceFor(name, code);
    const text = timedOut ? 'AWS did not answer in time' : message;
    this.steps.set(name, {
      name,
      status: 'failed',
      message: text,
      code: timedOut ? 'TimeoutError' : code,
      ...(advice && { advice }),
    });
    return false;
  }
}
