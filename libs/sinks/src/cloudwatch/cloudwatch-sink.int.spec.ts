import { CloudWatchLogsClient, DeleteLogGroupCommand, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { testParts } from '@trailbook/testing';
import { randomUUID } from 'node:crypto';
import { describeSinkContract, type ReceivedEvent } from '../sink.contract';
import { CloudWatchSink } from './cloudwatch-sink';
import type { CloudWatchConfiguration } from './configuration';
import { openConnections } from './connections';

const { url, region, accessKeyId, secretAccessKey, roleArn } = testParts().aws;
process.env.AWS_ENDPOINT_URL = url;
const connections = openConnections({ connectTimeoutMs: 2_000, requestTimeoutMs: 20_000 });
const reader = new CloudWatchLogsClient({ region, credentials: { accessKeyId, secretAccessKey } });

function newTarget() {
  const group = `/contract/${randomUUID()}`;
  return {
    group,
    async received(): Promise<ReceivedEvent[]> {
      const received: ReceivedEvent[] = [];
      for await (const page of paginateFilterLogEvents({ client: reader }, { logGroupName: group })) {
        for (const { timestamp, message } of page.events ?? []) {
          received.push({ time: timestamp ?? 0, message: message ?? '' });
        }
      }
      return received;
    },
    async remove(): Promise<void> {
      await reader.send(new DeleteLogGroupCommand({ logGroupName: group }));
    },
  };
}

const configurationOf = (
  group: string,
  credentials: CloudWatchConfiguration['credentials'],
): CloudWatchConfiguration => ({ group, stream: 'trail', region, partition: 'aws', credentials });
const platform = () => Promise.resolve({ accessKeyId, secretAccessKey });
const role = { type: 'role', roleArn, externalId: 'of-the-tenant', sessionName: 'contract' } as const;
const openRefused = () =>
  Promise.resolve(new CloudWatchSink(configurationOf('nowhere', role), { connections, maxAttempts: 2 }));

afterAll(() => {
  connections.destroy();
  reader.destroy();
});

describeSinkContract('CloudWatch by an access key', {
  open() {
    const target = newTarget();
    const configuration = configurationOf(target.group, { type: 'key', accessKeyId, secretAccessKey });
    return Promise.resolve({ sink: new CloudWatchSink(configuration, { connections, maxAttempts: 3 }), target });
  },
  openRefused,
});

describeSinkContract('CloudWatch by a role', {
  open() {
    const target = newTarget();
    const sink = new CloudWatchSink(configurationOf(target.group, role), { connections, maxAttempts: 3, platform });
    return Promise.resolve({ sink, target });
  },
  openRefused,
});
