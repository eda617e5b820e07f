import { encodeBinary, encodeStructured, entryUid, topics, type OutgoingEvent } from '@trailbook/contract';
import { AuditProducer, connectKafka } from '@trailbook/messaging';
import { asking, furnish, type Furnished } from '../access/tenants';
import { trailBody } from '../access/trail-body';
import { eventually } from '../chaos/eventually';
import { ask, type Answer } from '../clients/rest';
import { endpoints } from '../system/running-system';
import { comparable, readsOf, type Facts } from './reads';

const day = 86_400_000;
const actions = ['create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'] as const;

const until = (what: string, look: () => Promise<boolean>) =>
  eventually(what, 60_000, async () => (await look()) || undefined);

function done({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`${status}: ${text}`);
}

/** Events of every action and kind of actor, over three months, in both content modes. */
function history({ uid: tenantUid, projects }: Furnished): OutgoingEvent[] {
  const now = Date.now();
  const actors = [
    { actorType: 'user' as const, user: { uid: 'ada', emailId: 'ada@fixture.example', firstName: 'Ada' } },
    { actorType: 'system' as const },
    { actorType: 'service' as const, serviceName: 'autoscaler' },
  ];
  return Array.from({ length: 42 }, (_, n) => ({
    id: `history-${n}`,
    source: '/services/clusters',
    type: 'dev.trailbook.audit.event.v1' as const,
    time: now - Math.floor((n / 42) * 80 * day) - 60_000,
    ...(n % 5 === 0 && { subject: `cluster/cluster-${n % 4}`, extras: { region: 'eu-1' } }),
    ...(n % 6 === 0 && { traceparent: `00-${'4bf92f3577b34da6a3ce929d0e0e4736'}-00f067aa0ba902b7-01` }),
    data: {
      tenantUid,
      ...(n % 3 !== 0 && {
        projectUid: n % 2 ? projects.first : projects.second,
        projectName: n % 2 ? 'First' : 'Second',
      }),
      actionType: actions[n % actions.length]!,
      resource: { kind: n % 4 === 3 ? 'node' : 'cluster', uid: `cluster-${n % 4}`, name: `Cluster ${n % 4}` },
      actor: actors[n % actors.length]!,
      actionMsg: n % 7 === 0 ? `Grüße 🧀 from step ${n}` : `Step ${n} of the history`,
      ...(n % 8 === 0 && { contentMsg: 'replicas were too few' }),
      ...(n % 9 === 0 && { changes: [{ path: '/spec/replicas', before: 1, after: n }] }),
      ...(n % 10 === 0 && { request: { ip: '192.0.2.7', userAgent: 'fixture' }, attributes: { ticket: `T-${n}` } }),
      ...(n % 11 === 0 && { outcome: 'failure' as const, userMsg: 'a note with the action' }),
    },
  }));
}

async function produce({ uid }: Furnished, events: readonly OutgoingEvent[]): Promise<void> {
  const kafka = connectKafka({ brokers: [endpoints().kafka], ssl: false }, { clientId: 'fixture' });
  const producer = new AuditProducer(kafka, { topic: topics.events.name });
  const note = {
    id: 'note-1',
    source: '/services/clusters',
    type: 'dev.trailbook.audit.note.v1' as const,
    time: Date.now() - 1_000,
    data: {
      tenantUid: uid,
      auditUid: entryUid(uid, '/services/clusters', 'history-3'),
      userMsg: 'a note of a service',
      actor: { actorType: 'service' as const, serviceName: 'notes' },
    },
  };
  const exact = encodeBinary({ ...events[0]!, id: 'exact' });
  exact.value = Buffer.from(exact.value.toString().replace(/}$/, ',"z":1.0,"a":12345678901234567890}'));
  await producer.publish([
    ...events.map((event, n) => (n % 4 ? encodeBinary(event) : encodeStructured(event))),
    encodeBinary(note),
    exact,
  ]);
  await producer.close();
}

const total = async (tenant: Furnished): Promise<number> =>
  ((await asking(tenant.admin, 'GET', '/v1/audits?limit=1')).body as { listmeta: { count: number } }).listmeta.count;

/** Plays what users and services do, on a system that has just started. */
export async function play(): Promise<Omit<Facts, 'answers' | 'waiting'>> {
  const tenant = await furnish('fixture');
  const T = `/v1/tenants/${tenant.uid}`;
  const { region, roleArn, accessKeyId, secretAccessKey } = endpoints().aws;
  const cloudWatch = {
    group: '/fixture/role',
    region,
    stream: 'audit',
    credentials: { credentialType: 'sts', sts: { arn: roleArn } },
  };
  done(
    await asking(tenant.admin, 'POST', `${T}/auditTrails`, {
      metadata: { name: 'role' },
      spec: { type: 'cloudwatch', cloudWatch },
    }),
  );
  const keys = { accessKey: accessKeyId, secretKey: secretAccessKey, credentialType: 'secret' };
  const sink = { type: 'cloudwatch', cloudWatch: { ...cloudWatch, group: '/fixture/sinks', credentials: keys } };
  done(
    await asking(tenant.admin, 'POST', `${T}/assets/dataSinks`, {
      metadata: { name: 'sinks' },
      spec: { auditDataSinks: [sink] },
    }),
  );
  done(
    await asking(tenant.admin, 'POST', `${T}/auditTrails`, {
      ...trailBody('paused'),
      spec: { ...trailBody('paused').spec },
    }),
  );
  const events = history(tenant);
  const before = await total(tenant);
  await produce(tenant, events);
  await until('the history', async () => (await total(tenant)) >= before + events.length + 1);
  done(await asking(tenant.admin, 'PATCH', `/v1/audits/${tenant.uids.audits}/userMsg`, { userMsg: 'first note' }));
  done(await asking(tenant.admin, 'PATCH', `/v1/audits/${tenant.uids.audits}/userMsg`, { userMsg: 'second note' }));
  await ask('POST', '/v1/auth/authenticate', { body: { emailId: 'admin@fixture.example', password: 'wrong' } });
  const trail = `${T}/auditTrails/${tenant.uids.auditTrails}`;
  const range = { startTime: new Date(Date.now() - 90 * day).toISOString(), endTime: new Date().toISOString() };
  done(await asking(tenant.admin, 'POST', `${trail}/replay`, range));
  await until('the replay', async () => {
    const { text } = await asking(tenant.admin, 'GET', `${trail}/status`);
    return text.includes('"state":"done"');
  });
  await until('the notes', async () => {
    const { text } = await asking(tenant.admin, 'GET', `/v1/audits/${tenant.uids.audits}/notes`);
    return (JSON.parse(text) as { items: unknown[] }).items.length === 2;
  });
  return { tenant, until: new Date().toISOString() };
}

/** Changes something whose event stays in the outbox, since Kafka doesn't answer. */
export async function actUnheard(tenant: Furnished): Promise<string> {
  const profile = { metadata: { name: 'profile', description: 'Kafka is away' }, spec: {} };
  const answer = await asking(tenant.admin, 'PUT', `/v1/clusterprofiles/${tenant.uids.clusterprofiles}`, profile);
  done(answer);
  return answer.headers.get('audituid') ?? '';
}

/** What is answered now, of the calls whose path begins so. @throws Error when a read fails */
export async function answersOf(
  facts: Omit<Facts, 'answers' | 'waiting'>,
  under = '/',
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const read of readsOf(facts)) {
    const { url, ofTheMoment } = read;
    if (ofTheMoment || !url.startsWith(under)) continue;
    const answer = await asking(facts.tenant.admin, 'GET', url);
    if (answer.status !== 200) throw new Error(`${url} was answered with ${answer.status}: ${answer.text}`);
    answers[url] = comparable((answer.body as unknown) ?? answer.text, read);
  }
  return answers;
}
