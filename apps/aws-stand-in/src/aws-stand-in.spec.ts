import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsServer } from './aws-server';
import { controlServer } from './control/control-server';
import { StandIn } from './stand-in';

const key = { accessKeyId: 'AKIATENANT0000000001', secretAccessKey: 'tenant-secret' };
const roleArn = 'arn:aws:iam::123456789012:role/trail';
const names = { logGroupName: 'group', logStreamName: 'stream' };
const hour = 3600 * 1000;

describe('the AWS stand-in, spoken to by the AWS SDK', () => {
  const standIn = new StandIn({ keepEvents: 1000, largestEventBytes: 262_144, headCharacters: 6, seed: 7 });
  const servers: Server[] = [];
  let endpoint = '';
  let controls = '';
  let control: (method: string, path: string, body?: object) => Promise<unknown>;

  const settings = (credentials: object) => ({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: credentials as typeof key,
  });
  const logs = (credentials: object = key) => new CloudWatchLogsClient(settings(credentials));
  const sts = (credentials: object = key) => new STSClient(settings(credentials));
  const put = (logEvents: { timestamp: number; message: string }[]) =>
    logs().send(new PutLogEventsCommand({ ...names, logEvents }));

  beforeAll(async () => {
    servers.push(awsServer(standIn), controlServer(standIn));
    [endpoint = '', controls = ''] = await Promise.all(
      servers.map(
        (server) =>
          new Promise<string>((resolve) =>
            server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
          ),
      ),
    );
    control = async (method, path, body) =>
      (await fetch(`${controls}${path}`, { method, body: body && JSON.stringify(body) })).json();
  });

  afterAll(() => servers.forEach((server) => (server.closeAllConnections(), server.close())));

  beforeEach(async () => {
    await control('POST', '/reset');
    await control('PUT', '/keys', key);
    await control('PUT', '/roles', { arn: roleArn, externalId: 'tenant-a' });
    await logs().send(new CreateLogGroupCommand(names));
    await logs().send(new CreateLogStreamCommand(names));
  });

  it('keeps what was put, and shows it to a key that may read', async () => {
    await put([{ timestamp: Date.now(), message: 'hello' }]);
    await control('PUT', '/keys', { accessKeyId: 'AKIAREADER', secretAccessKey: 'r', permissions: ['*'] });
    const reader = logs({ accessKeyId: 'AKIAREADER', secretAccessKey: 'r' });
    const { events } = await reader.send(new GetLogEventsCommand(names));
    expect(events).toEqual([expect.objectContaining({ message: 'hello' })]);
    await expect(logs().send(new GetLogEventsCommand(names))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it.each([
    ['an unknown key', { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' }, 'UnrecognizedClientException'],
    ['a wrong secret', { ...key, secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
  ])('refuses %s', async (_what, credentials, name) => {
    await expect(logs(credentials).send(new DescribeLogStreamsCommand(names))).rejects.toMatchObject({ name });
  });

  it('refuses a key that was disabled, until it is enabled', async () => {
    await control('POST', '/keys/disable', { id: key.accessKeyId });
    await expect(sts().send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    await control('POST', '/keys/enable', { id: key.accessKeyId });
    await expect(sts().send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: '123456789012' });
  });

  it.each([
    ['too many events', () => Array.from({ length: 10_001 }, () => ({ timestamp: Date.now(), message: 'm' }))],
    ['too large an event', () => [{ timestamp: Date.now(), message: 'x'.repeat(262_144 - 25) }]],
    [
      'too large a batch',
      () => Array.from({ length: 5 }, () => ({ timestamp: Date.now(), message: 'é'.repeat(104_900) })),
    ],
    [
      'events out of order',
      () => [
        { timestamp: Date.now(), message: 'b' },
        { timestamp: Date.now() - 1, message: 'a' },
      ],
    ],
    [
      'a span over a day',
      () => [
        { timestamp: Date.now() - 25 * hour, message: 'a' },
        { timestamp: Date.now(), message: 'b' },
      ],
    ],
  ])('refuses a call with %s', async (_what, events) => {
    await expect(put(events())).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('accepts a batch of exactly the limit', async () => {
    const message = 'x'.repeat(262_144 - 26);
    await expect(put(Array.from({ length: 4 }, () => ({ timestamp: Date.now(), message })))).resolves.toBeDefined();
  });

  it('rejects single events that are too old or too new, in an answer that says success', async () => {
    const now = Date.now();
    const times = [now - 15 * 24 * hour, now, now + 3 * hour];
    const { rejectedLogEventsInfo } = await put(times.map((timestamp) => ({ timestamp, message: 'm' })));
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
    expect(await control('GET', '/streams')).toEqual([expect.objectContaining({ count: 1 })]);
  });

  it('keeps the beginnings of all messages, with the time of their arrival', async () => {
    await control('DELETE', '/heads');
    const now = Date.now();
    await put(['one', 'twenty-two', 'one'].map((message) => ({ timestamp: now, message })));
    const arrivedAt: unknown = expect.any(Number);
    const kept = [
      ['one   ', arrivedAt],
      ['twenty', arrivedAt],
      ['one   ', arrivedAt],
    ];
    expect(await control('GET', '/heads')).toEqual(kept);
    await control('DELETE', '/heads');
    expect(await control('GET', '/heads')).toEqual([]);
  });

  it('hands over what a stream got since that was last asked for, and forgets it', async () => {
    const take = () => control('POST', '/events/take?group=group&stream=stream');
    await put(['one', 'two'].map((message) => ({ timestamp: Date.now(), message })));
    expect(await take()).toEqual([
      expect.objectContaining({ message: 'one' }),
      expect.objectContaining({ message: 'two' }),
    ]);
    await put([{ timestamp: Date.now(), message: 'three' }]);
    expect(await take()).toEqual([expect.objectContaining({ message: 'three' })]);
    expect(await take()).toEqual([]);
    expect(await control('GET', '/streams')).toEqual([expect.objectContaining({ count: 3 })]);
  });

  it('shows a long list in pieces, and goes on after an answer that fails midway', async () => {
    const { groups } = standIn;
    const stream = groups.stream(groups.group('123456789012', 'us-east-1', 'group'), 'stream');
    const read = () => fetch(`${controls}/events?group=group&stream=stream`);
    groups.append(stream, [{ timestamp: 1n as unknown as number, ingestionTime: 1, message: '' }], 0);
    await expect(read().then((answer) => answer.text())).rejects.toThrow();
    stream.events.length = 0;
    const many = Array.from({ length: 900 }, (_, n) => ({ timestamp: n, ingestionTime: 1, message: 'é'.repeat(300) }));
    groups.append(stream, many, 0);
    const answer = await read();
    expect(answer.headers.get('content-length')).toBeNull();
    expect(await answer.json()).toEqual(many);
  });

  it('lets a role be assumed with its external id alone, and its session expire', async () => {
    const assume = (ExternalId: string) =>
      sts().send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'trail', ExternalId }));
    await expect(assume('tenant-b')).rejects.toMatchObject({ name: 'AccessDenied' });
    const { Credentials: made } = await assume('tenant-a');
    const session = {
      accessKeyId: made?.AccessKeyId,
      secretAccessKey: made?.SecretAccessKey,
      sessionToken: made?.SessionToken,
    };
    await expect(logs(session).send(new DescribeLogStreamsCommand(names))).resolves.toBeDefined();
    await control('POST', '/sessions/expire');
    const late = logs(session).send(new DescribeLogStreamsCommand(names));
    await expect(late).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  it('injects the faults that it is told to, as often as told', async () => {
    const event = { timestamp: Date.now(), message: 'm' };
    await control('POST', '/faults', { kind: 'throttle', operation: 'PutLogEvents', times: 1 });
    await expect(put([event])).rejects.toMatchObject({ name: 'ThrottlingException' });
    await control('POST', '/faults', { kind: 'accept-then-error', operation: 'PutLogEvents', times: 1 });
    await expect(put([event])).rejects.toMatchObject({ name: 'ServiceUnavailableException' });
    await expect(put([event])).resolves.toBeDefined();
    expect(await control('GET', '/streams')).toEqual([expect.objectContaining({ count: 2 })]);
    expect(await control('GET', '/calls')).toMatchObject({ calls: { PutLogEvents: 3 } });
  });
});
