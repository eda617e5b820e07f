import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { waitFor } from '@trailbook/testing';
import type { SinkBatch, SinkEvent, Split } from '../sink';
import { CloudWatchSink } from './cloudwatch-sink';
import type { AwsIdentity, CloudWatchConfiguration } from './configuration';
import { openConnections } from './connections';
import { failure, ScriptedAws, type RecordedCall } from './scripted-aws';

const now = Date.now();
const event = (uid: string, bytes = 20): SinkEvent => {
  const message = Buffer.from(JSON.stringify({ uid, text: 'x'.repeat(bytes) }));
  return { uid, time: now, message };
};

const messages = ({ body }: RecordedCall) => (body.logEvents as { message: string }[]).map(({ message }) => message);

describe('the CloudWatch sink', () => {
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
  const role: CloudWatchConfiguration = {
    ...key,
    credentials: { type: 'role', roleArn: 'arn:aws:iam::1:role/r', externalId: 'ours', sessionName: 'trailbook' },
  };

  const open = (configuration = key, sessionTrustedMs?: number, refreshes: boolean[] = []) =>
    new CloudWatchSink(configuration, {
      connections,
      maxAttempts: 2,
      sessionTrustedMs,
      platform: (options) => {
        refreshes.push(options?.forceRefresh ?? false);
        return Promise.resolve({ accessKeyId: 'AKIAPLATFORM', secretAccessKey: 'platform' });
      },
    });
  const one = (sink: CloudWatchSink, ...events: SinkEvent[]): SinkBatch => {
    const [batch] = sink.cut(events, Date.now());
    if (!batch) throw new Error('nothing to send');
    return batch;
  };

  beforeAll(async () => {
    process.env.AWS_ENDPOINT_URL = await aws.start();
    connections = openConnections({ connectTimeoutMs: 500, requestTimeoutMs: 500 });
  });
  beforeEach(() => aws.reset());
  afterAll(async () => {
    process.env = environment;
    connections.destroy();
    await aws.stop();
  });

  it('delivers with one call', async () => {
    const sink = open();
    const batch = one(sink, event('a'), event('b'));
    const outcome = await sink.deliver(batch);
    expect(outcome).toEqual({ kind: 'delivered', requestId: 'r-1', accepted: batch.events, rejected: [] });
    expect(aws.calls).toHaveLength(1);
    expect(aws.calls[0]).toMatchObject({ operation: 'PutLogEvents', body: { logGroupName: 'audit' } });
  });

  it('sends rejected events once more with the send time, and gives up only then', async () => {
    const rejects = { status: 200, body: { rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } } };
    aws.script('PutLogEvents', rejects, { ...rejects });
    const sink = open();
    const origin = { offset: 7 };
    const first = await sink.deliver(one(sink, { ...event('old'), time: now - 5_000, origin }, event('new')));
    expect(first).toMatchObject({ kind: 'delivered', accepted: [{ uid: 'new' }], rejected: [] });
    const { remaining } = first as { remaining: SinkBatch };
    expect(remaining).toMatchObject({ resend: true, events: [{ uid: 'old' }] });
    const [again] = [...remaining.events];
    expect(again?.origin).toBe(origin);
    expect(again?.time).toBeGreaterThanOrEqual(now);
    expect(await sink.deliver(remaining)).toMatchObject({
      kind: 'delivered',
      accepted: [],
      rejected: [{ uid: 'old' }],
    });
  });

  it('makes group and stream again when they are gone, and sends the same batch', async () => {
    const gone = failure(400, 'ResourceNotFoundException');
    aws.script('PutLogEvents', gone);
    aws.script('CreateLogStream', gone);
    const sink = open();
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'delivered', accepted: [{ uid: 'a' }] });
    expect(aws.operations()).toEqual([
      'PutLogEvents',
      'CreateLogStream',
      'CreateLogGroup',
      'CreateLogStream',
      'PutLogEvents',
    ]);
    expect(aws.calls[0]?.body).toEqual(aws.calls[4]?.body);
  });

  it('is refused when it may not make the stream again', async () => {
    aws.script('PutLogEvents', failure(400, 'ResourceNotFoundException'));
    aws.script(
      'CreateLogStream',
      failure(400, 'AccessDeniedException', 'not authorized to perform: logs:CreateLogStream'),
    );
    const sink = open();
    expect(await sink.deliver(one(sink, event('a')))).toEqual({
      kind: 'refused',
      code: 'AccessDeniedException',
      message: 'not authorized to perform: logs:CreateLogStream',
    });
  });

  it.each([
    ['throttled', failure(400, 'ThrottlingException')],
    ['down', failure(503, 'ServiceUnavailableException')],
    ['silent', 'hang' as const],
  ])('repeats a call when AWS is %s, and then leaves it to the caller', async (_, answer) => {
    const sink = open();
    aws.script('PutLogEvents', answer);
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'delivered' });
    aws.reset();
    aws.script('PutLogEvents', answer, answer);
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'retriable' });
    expect(aws.operations()).toEqual(['PutLogEvents', 'PutLogEvents']);
  });

  it('is refused for credentials that AWS does not know, at once and without showing them', async () => {
    aws.script('PutLogEvents', failure(400, 'UnrecognizedClientException', 'token very+secret is invalid'));
    const sink = open();
    expect(await sink.deliver(one(sink, event('a')))).toEqual({
      kind: 'refused',
      code: 'UnrecognizedClientException',
      message: 'token ******** is invalid',
    });
    expect(aws.calls).toHaveLength(1);
  });

  it.each([
    [502, 'retriable'],
    [200, 'retriable'],
    [403, 'refused'],
  ])('says of a page with status %i that it is no answer of AWS, and is %s', async (status, kind) => {
    const page = { status, body: '<html><body>Proxy<br></body></html>' };
    aws.script('PutLogEvents', page, page);
    const sink = open();
    const message = `What answers is not AWS: HTTP status ${status} with text/html`;
    expect(await sink.deliver(one(sink, event('a')))).toEqual({ kind, code: `HTTP-${status}`, message });
  });

  it('stops when it is told to', async () => {
    aws.script('PutLogEvents', 'hang');
    const sink = open();
    const outcome = await sink.deliver(one(sink, event('a')), AbortSignal.timeout(50));
    expect(outcome).toMatchObject({ kind: 'retriable', code: 'AbortError' });
  });

  it('closes the connection of the call that it gives up, and of no other that the same client makes', async () => {
    const patient = openConnections({ connectTimeoutMs: 60_000, requestTimeoutMs: 60_000 });
    const sink = new CloudWatchSink(key, { connections: patient, maxAttempts: 1 });
    const [past, other, stop] = [new AbortController(), new AbortController(), new AbortController()];
    await sink.deliver(one(sink, event('first')), past.signal);
    aws.script('PutLogEvents', 'hang', 'hang');
    const waiting = sink.deliver(one(sink, event('waits')), other.signal);
    const stopped = sink.deliver(one(sink, event('stops')), stop.signal);
    await waitFor('both calls', () => aws.calls.length === 3);
    past.abort();
    stop.abort();
    expect(await stopped).toMatchObject({ kind: 'retriable', code: 'AbortError' });
    await waitFor('the connection to close', () => aws.givenUp.length > 0);
    expect(aws.givenUp.map(messages)).toEqual([[expect.stringContaining('"stops"')]]);
    other.abort();
    expect(await waiting).toMatchObject({ kind: 'retriable', code: 'AbortError' });
    patient.destroy();
  });

  it('makes no request of a call that is given up while it waits for credentials', async () => {
    let issue: (identity: AwsIdentity) => void = () => undefined;
    const issued = new Promise<AwsIdentity>((resolve) => (issue = resolve));
    const sink = new CloudWatchSink(role, { connections, maxAttempts: 1, platform: () => issued });
    const first = await sink.deliver(one(sink, event('a')), AbortSignal.timeout(20));
    expect(first).toMatchObject({ kind: 'retriable', code: 'AbortError' });
    const second = sink.deliver(one(sink, event('b')));
    issue({ accessKeyId: 'AKIAPLATFORM', secretAccessKey: 'platform' });
    expect(await second).toMatchObject({ kind: 'delivered' });
    expect(aws.operations()).toEqual(['AssumeRole', 'PutLogEvents']);
    expect(aws.calls.slice(1).map(messages)).toEqual([[expect.stringContaining('"b"')]]);
  });

  it('divides a batch that is refused as a whole until the event at fault is alone, and cuts that one down', async () => {
    const invalid = failure(400, 'InvalidParameterException', 'Log event too large');
    const sink = open();
    const large = event('large', 300_000);
    aws.script('PutLogEvents', invalid, invalid);
    const split = await sink.deliver(one(sink, event('a'), large));
    expect(split).toMatchObject({ kind: 'split', parts: [{ events: [{ uid: 'a' }] }, { events: [{ uid: 'large' }] }] });
    const { parts } = split as Split;
    const alone = await sink.deliver(parts[1]!);
    const cut = (alone as Split).parts[0]!;
    expect(cut).toMatchObject({ shortened: 1, events: [{ uid: 'large' }] });
    expect([...cut.events][0]!.message.length).toBeLessThanOrEqual(262_118);
    expect(await sink.deliver(cut)).toMatchObject({ kind: 'delivered' });
  });

  it('assumes a role once, with the external id, and again when AWS says that the token has expired', async () => {
    const sink = open(role);
    await sink.deliver(one(sink, event('a')));
    await sink.deliver(one(sink, event('b')));
    expect(aws.operations()).toEqual(['AssumeRole', 'PutLogEvents', 'PutLogEvents']);
    expect(aws.calls[0]?.body).toMatchObject({ ExternalId: 'ours', RoleArn: 'arn:aws:iam::1:role/r' });
    aws.reset();
    aws.script('PutLogEvents', failure(400, 'ExpiredTokenException'));
    expect(await sink.deliver(one(sink, event('c')))).toMatchObject({ kind: 'delivered' });
    expect(aws.operations()).toEqual(['PutLogEvents', 'AssumeRole', 'PutLogEvents']);
  });

  it.each([
    ['made again', failure(400, 'UnrecognizedClientException')],
    ['allowed what it was not', failure(400, 'AccessDeniedException')],
    ['signed for by sessions that were revoked', failure(403, 'InvalidClientTokenId')],
  ])('delivers at once as a new session of a role that was %s', async (_, refusal) => {
    const sink = open(role, 0);
    await sink.deliver(one(sink, event('a')));
    aws.reset();
    aws.script('PutLogEvents', refusal);
    expect(await sink.deliver(one(sink, event('b')))).toMatchObject({ kind: 'delivered' });
    expect(aws.operations()).toEqual(['PutLogEvents', 'AssumeRole', 'PutLogEvents']);
  });

  it('begins each further try after a refusal with a new session of the role', async () => {
    const denied = failure(400, 'AccessDeniedException');
    const sink = open(role, 0);
    aws.script('PutLogEvents', denied, denied);
    const first = await sink.deliver(one(sink, event('a')));
    expect(first).toMatchObject({ kind: 'refused', code: 'AccessDeniedException' });
    expect(aws.operations()).toEqual(['AssumeRole', 'PutLogEvents', 'AssumeRole', 'PutLogEvents']);
    aws.reset();
    const gone = failure(400, 'ResourceNotFoundException');
    aws.script('PutLogEvents', gone, gone);
    aws.script('CreateLogStream', denied, denied);
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'refused' });
    const tried = ['AssumeRole', 'PutLogEvents', 'CreateLogStream'];
    expect(aws.operations()).toEqual([...tried, ...tried]);
    aws.reset();
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'delivered' });
    expect(aws.operations()).toEqual(['AssumeRole', 'PutLogEvents']);
    aws.reset();
    expect(await sink.deliver(one(sink, event('b')))).toMatchObject({ kind: 'delivered' });
    expect(aws.operations()).toEqual(['PutLogEvents']);
  });

  it('asks for no session of a role that it has just been given one of', async () => {
    const denied = failure(400, 'AccessDeniedException');
    const sink = open(role, 60_000);
    aws.script('PutLogEvents', ...Array.from({ length: 10 }, () => denied));
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'refused' });
    }
    expect(aws.operations().filter((operation) => operation === 'AssumeRole')).toHaveLength(1);
  });

  it('takes fresh credentials of the platform where AWS does not know the ones at hand', async () => {
    const refreshes: boolean[] = [];
    const sink = open(role, undefined, refreshes);
    aws.script('AssumeRole', failure(403, 'InvalidClientTokenId'));
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'delivered' });
    expect(aws.operations()).toEqual(['AssumeRole', 'AssumeRole', 'PutLogEvents']);
    expect(refreshes).toEqual([false, true]);
  });

  it('is refused when the role may not be assumed', async () => {
    aws.script('AssumeRole', failure(403, 'AccessDenied', 'not authorized to perform: sts:AssumeRole'));
    const sink = open(role);
    expect(await sink.deliver(one(sink, event('a')))).toMatchObject({ kind: 'refused', code: 'AccessDenied' });
  });
});
