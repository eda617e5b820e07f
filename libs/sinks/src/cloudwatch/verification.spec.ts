import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { VerificationReport } from '../sink';
import { CloudWatchSink } from './cloudwatch-sink';
import type { CloudWatchConfiguration } from './configuration';
import { openConnections } from './connections';
import { failure, ScriptedAws } from './scripted-aws';

describe('verifying a CloudWatch configuration', () => {
  const aws = new ScriptedAws();
  const environment = { ...process.env };
  let connections: NodeHttpHandler;
  const key: CloudWatchConfiguration = {
    group: 'audit',
    stream: 'trail',
    region: 'eu-central-1',
    partition: 'aws',
    credentials: { type: 'key', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'very+secret' },
  };
  const denied = (action: string) => failure(400, 'AccessDeniedException', `not authorized to perform: ${action}`);
  const role = (roleArn: string) => ({ type: 'role', roleArn, externalId: 'x', sessionName: 's' }) as const;
  const verify = (changes: Partial<CloudWatchConfiguration> = {}, timeoutMs = 4_000) =>
    new CloudWatchSink({ ...key, ...changes }, { connections, maxAttempts: 2 }).verify(timeoutMs);
  const statuses = ({ steps }: VerificationReport) => Object.fromEntries(steps.map((step) => [step.name, step.status]));

  beforeAll(async () => {
    process.env.AWS_ENDPOINT_URL = await aws.start();
    connections = openConnections({ connectTimeoutMs: 500, requestTimeoutMs: 10_000 });
  });
  beforeEach(() => aws.reset());
  afterAll(async () => {
    process.env = environment;
    connections.destroy();
    await aws.stop();
  });

  it('does what delivery will do, in a stream of its own, and leaves nothing behind', async () => {
    const report = await verify();
    expect(report).toMatchObject({ ok: true, steps: Array(6).fill({ status: 'ok' }) });
    expect(report.steps[1]?.message).toBe('AWS knows this key as arn:aws:iam::123456789012:user/tester');
    expect(aws.operations()).toEqual([
      'GetCallerIdentity',
      'DescribeLogGroups',
      'CreateLogGroup',
      'CreateLogStream',
      'PutLogEvents',
      'DeleteLogStream',
    ]);
    const streams = aws.calls.slice(3).map(({ body }) => body.logStreamName);
    expect(new Set(streams).size).toBe(1);
    expect(streams[0]).not.toBe('trail');
  });

  it('finds a group that exists, and not one whose name only begins like it', async () => {
    aws.script('DescribeLogGroups', { status: 200, body: { logGroups: [{ logGroupName: 'audit' }] } });
    expect((await verify()).steps[2]?.message).toBe('Found log group audit');
    expect(aws.operations()).not.toContain('CreateLogGroup');
    aws.script('DescribeLogGroups', { status: 200, body: { logGroups: [{ logGroupName: 'audit-2' }] } });
    expect((await verify()).steps[2]?.message).toBe('Created log group audit');
  });

  it('stops at the identity when the key is wrong', async () => {
    aws.script('GetCallerIdentity', failure(403, 'InvalidClientTokenId', 'The security token is invalid.'));
    const report = await verify();
    expect(report.ok).toBe(false);
    expect(report.steps[1]).toEqual({
      name: 'identity',
      status: 'failed',
      code: 'InvalidClientTokenId',
      message: 'The security token is invalid.',
      advice: expect.stringContaining('access key'),
    });
    expect(aws.operations()).toEqual(['GetCallerIdentity']);
  });

  it.each(['<html><body>Proxy<br></body></html>', '<html><body>Proxy</body></html>', 'Bad gateway'])(
    'shows the HTTP status where a proxy answers in the place of AWS: %s',
    async (body) => {
      aws.script('GetCallerIdentity', { status: 403, body });
      expect((await verify()).steps[1]).toMatchObject({
        ...{ status: 'failed', code: 'HTTP-403', advice: expect.stringContaining('proxy') },
        message: 'What answers is not AWS: HTTP status 403 with text/html',
      });
    },
  );

  it('only warns when groups may not be described but the group exists', async () => {
    aws.script('DescribeLogGroups', denied('logs:DescribeLogGroups'));
    aws.script('CreateLogGroup', failure(400, 'ResourceAlreadyExistsException'));
    const report = await verify();
    expect(report.ok).toBe(true);
    expect(report.steps[2]).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(/^Found log group audit/),
    });
  });

  it.each([
    ['CreateLogGroup', 'logs:CreateLogGroup', { logGroup: 'failed', logStream: 'skipped', cleanup: 'skipped' }],
    ['CreateLogStream', 'logs:CreateLogStream', { logStream: 'failed', testEvent: 'skipped', cleanup: 'skipped' }],
    ['PutLogEvents', 'logs:PutLogEvents', { logStream: 'ok', testEvent: 'failed', cleanup: 'ok' }],
    ['DeleteLogStream', 'logs:DeleteLogStream', { testEvent: 'ok', cleanup: 'failed' }],
  ])('names the permission that is missing for %s', async (operation, action, expected) => {
    aws.script(operation, denied(action));
    const report = await verify();
    expect(report.ok).toBe(false);
    expect(statuses(report)).toMatchObject(expected);
    expect(report.steps.find(({ status }) => status === 'failed')?.advice).toContain(action);
  });

  it.each([
    [{ region: 'x.evil.com/' }, 'No AWS partition has a region of the name "x.evil.com/"'],
    [{ region: 'us-gov-west-1' }, 'Region us-gov-west-1 is of partition aws-us-gov, not of aws'],
  ])('makes no call for %j', async (changes, message) => {
    const report = await verify(changes);
    expect(report.steps[0]).toMatchObject({ status: 'failed', code: 'InvalidRegion', message });
    expect(aws.calls).toEqual([]);
  });

  it('says so when there is no identity to assume a role with', async () => {
    const report = await verify({ credentials: role('arn:aws:iam::123456789012:role/r') });
    expect(report.steps[1]).toMatchObject({ status: 'failed', message: expect.stringContaining('no AWS identity') });
  });

  it.each([
    'r',
    'arn:aws:iam::1:role/r',
    'arn:aws:iam::123456789012:user/u',
    'arn:aws-us-gov:iam::123456789012:role/r',
  ])('makes no call for the role %s', async (arn) => {
    expect((await verify({ credentials: role(arn) })).steps[1]).toMatchObject({ code: 'InvalidRoleArn' });
    expect(aws.calls).toEqual([]);
  });

  it('keeps to its time, and still removes the test stream', async () => {
    aws.script('PutLogEvents', 'hang');
    const report = await verify({}, 1_000);
    expect(statuses(report)).toMatchObject({ testEvent: 'failed', cleanup: 'ok' });
    expect(report.steps[4]).toMatchObject({ code: 'TimeoutError', message: 'AWS did not answer in time' });
  });
});
