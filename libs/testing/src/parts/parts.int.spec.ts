import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { asAdministrator, emptyDatabase, testParts } from '../index';
import net from 'node:net';

describe('the parts of a test run', () => {
  it('have a PostgreSQL that gives every spec a database of its own', async () => {
    const one = await emptyDatabase();
    const other = await emptyDatabase();
    await asAdministrator(one.name, (client) => client.query('CREATE TABLE seen (n int)'));
    const tables = await asAdministrator(other.name, (client) => client.query(`SELECT to_regclass('seen') AS seen`));
    expect(tables.rows).toEqual([{ seen: null }]);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('have a Kafka that listens', async () => {
    const [host, port] = testParts().kafka.split(':');
    await new Promise<void>((resolve, reject) => {
      const socket = net.connect({ host, port: Number(port) }, () => resolve(void socket.destroy()));
      socket.on('error', reject);
    });
  });

  it('have an AWS stand-in that answers the AWS SDK', async () => {
    const { url, region, ...credentials } = testParts().aws;
    const client = new CloudWatchLogsClient({ endpoint: url, region, credentials });
    // One stand-in serves every spec of the run: only a group of this one's own is known to be here.
    const logGroupName = `parts-${process.pid}`;
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    const answer = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(answer.logGroups).toEqual([expect.objectContaining({ logGroupName })]);
    client.destroy();
  });
});
