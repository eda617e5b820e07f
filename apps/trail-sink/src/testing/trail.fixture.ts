import type { AuditEventData } from '@trailbook/contract';
import { waitFor } from '@trailbook/testing';
import type { DeliveryUnderTest } from './delivery.fixture';

/** A trail, and what a spec does with it. */
export type TrailUnderTest = Awaited<ReturnType<typeof trailUnderTest>>;

export interface CloudWatchTarget {
  tenantUid: string;
  group: string;
  stream: string;
  credentials: { accessKey: string; secretKey: string };
}

/** Makes a trail, named after its stream. @throws Error with the answer where it is refused */
export async function trailUnderTest(
  delivery: DeliveryUnderTest,
  { tenantUid, group, stream, credentials }: CloudWatchTarget,
  filter?: object,
) {
  const url = `/v1/tenants/${tenantUid}/auditTrails`;
  const cloudWatch = { group, region: 'us-east-1', stream, credentials };
  const body = { metadata: { name: stream }, spec: { type: 'cloudwatch', cloudWatch, ...(filter && { filter }) } };
  const made = await delivery.send(tenantUid, 'POST', url, body);
  if (made.status !== 201) throw new Error(made.text);
  const { uid } = made.body as { uid: string };
  const send = (method: 'GET' | 'POST' | 'DELETE' | 'PUT', action: string, payload?: unknown) =>
    delivery.send(tenantUid, method, `${url}/${uid}${action}`, payload);
  /** What is in the stream, in its order, without what Trailbook itself says of the trail. */
  const messages = async (): Promise<string[]> => {
    const events = await delivery.aws.events(group, stream).catch(() => []);
    return events.map(({ message }) => message).filter((message) => !/"actionMsg":"Audit trail/.test(message));
  };
  const received = async () => (await messages()).map((message) => (JSON.parse(message) as { uid: string }).uid);
  return {
    ...{ uid, tenantUid, accessKey: credentials.accessKey, group, send, messages, received },
    publish: (count: number, data?: Partial<AuditEventData>) => delivery.publish(tenantUid, count, data),
    status: async () => ((await send('GET', '/status')).body as { status: Record<string, unknown> }).status,
    arrived: (count: number, timeoutMs = 20_000) =>
      waitFor(
        `${count} entries in the stream`,
        // Counted first: a stream may be long.
        async () => (await delivery.aws.count(group, stream)) >= count && (await received()).length >= count,
        { timeoutMs },
      ),
  };
}
