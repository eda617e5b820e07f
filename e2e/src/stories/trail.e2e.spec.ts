import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { waitFor } from '@trailbook/testing';
import { ask } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';

describe('an audit trail', () => {
  const { aws, cloudwatch, tenants } = endpoints();
  const admin = userWith('Tenant Admin');
  const path = `/v1/tenants/${admin.tenantUid}/auditTrails`;
  const { region, roleArn, ...credentials } = aws;
  const client = new CloudWatchLogsClient({ endpoint: cloudwatch, region, credentials });
  afterAll(() => client.destroy());

  const messages = async (group: string, stream: string) => {
    const input = { logGroupName: group, logStreamName: stream, startFromHead: true };
    const { events } = await client.send(new GetLogEventsCommand(input));
    return (events ?? []).map(
      ({ message }) => JSON.parse(message ?? '') as { uid: string; resource?: { name?: string } },
    );
  };

  it.each([
    ['keys', { accessKey: aws.accessKeyId, secretKey: aws.secretAccessKey, credentialType: 'secret' }],
    ['a role', { credentialType: 'sts', sts: { arn: roleArn } }],
  ])('made with %s receives the next action within 10 s', async (how, given) => {
    const group = `/trailbook/e2e-${how.replaceAll(' ', '-')}-${Date.now()}`;
    const stream = 'audit';
    const cloudWatch = { group, region, stream, credentials: given };
    const body = { metadata: { name: group.replaceAll('/', '-').slice(1) }, spec: { type: 'cloudwatch', cloudWatch } };
    const made = await ask('POST', path, { user: admin, body });
    expect(made).toMatchObject({ status: 201, body: { uid: expect.any(String) } });

    const name = `traced-${Date.now()}`;
    const projectUid = tenants[0]?.projects[0]?.uid;
    const profile = { metadata: { name }, spec: {} };
    const acted = await ask('POST', '/v1/clusterprofiles', { user: admin, projectUid, body: profile });
    const arrived = await waitFor(
      'the event in CloudWatch',
      async () => (await messages(group, stream)).find(({ resource }) => resource?.name === name),
      { timeoutMs: 10_000, everyMs: 200 },
    );
    expect(arrived.uid).toBe(acted.headers.get('audituid'));

    const shown = await ask('GET', `${path}/${made.body.uid as string}`, { user: admin });
    expect(shown.text).not.toContain(aws.secretAccessKey);
    expect((await ask('DELETE', `${path}/${made.body.uid as string}`, { user: admin })).status).toBe(204);
  });
});
