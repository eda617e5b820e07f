import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { cloudWatchClient } from './client';
import { openConnections } from './connections';
import { permittedActions } from './permitted';

describe('the CloudWatch client', () => {
  const connections = openConnections({ connectTimeoutMs: 100, requestTimeoutMs: 100 });
  let client: CloudWatchLogsClient;
  beforeEach(() => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
    client = cloudWatchClient({ region: 'us-east-1', credentials, connections, maxAttempts: 1 });
  });
  afterAll(() => connections.destroy());

  it('knows the six permissions', () => {
    expect(permittedActions).toEqual([
      'logs:DescribeLogGroups',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:DeleteLogStream',
      'logs:DescribeLogStreams',
    ]);
  });

  it('refuses every other call before anything is sent', async () => {
    const refusal = /isn't one of the permitted/;
    for (const _ of ['put together for the first', 'kept for the second']) {
      await expect(client.send(new DeleteLogGroupCommand({ logGroupName: 'g' }))).rejects.toThrow(refusal);
      await expect(client.send(new GetLogEventsCommand({ logStreamName: 's' }))).rejects.toThrow(refusal);
    }
    await expect(client.send(new GetLogEventsCommand({ logStreamName: 's' }), {})).rejects.toThrow(refusal);
  });

  it('lets a permitted one pass', async () => {
    client.middlewareStack.add(() => () => Promise.reject(new Error('sent')), { step: 'finalizeRequest' });
    await expect(client.send(new DescribeLogStreamsCommand({ logGroupName: 'g' }))).rejects.toThrow('sent');
  });

  it('says to AWS who calls', async () => {
    const sent: Record<string, string>[] = [];
    client.middlewareStack.add(
      () =>
        ({ request }) => {
          sent.push((request as { headers: Record<string, string> }).headers);
          return Promise.reject(new Error('sent'));
        },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await expect(client.send(new DescribeLogStreamsCommand({ logGroupName: 'g' }))).rejects.toThrow('sent');
    expect(sent).toEqual([expect.objectContaining({ 'user-agent': 'trailbook-trail-sink' })]);
    expect(sent[0]).not.toHaveProperty('x-amz-user-agent');
  });
});
