import {
  decide,
  encodeBinary,
  encodeStructured,
  type EncodedRecord,
  type KafkaRecord,
  type OutgoingEvent,
} from '@trailbook/contract';
import { uuidv7 } from 'uuidv7';

const actions = ['create', 'update', 'delete', 'deploy'] as const;

/** An event of about 800 bytes of data, as a resource service sends it. */
function sample(index: number): OutgoingEvent {
  const resource = { kind: 'clusterprofile', uid: uuidv7(), name: `profile-${index % 500}`, label: 'Cluster profile' };
  return {
    id: uuidv7(),
    source: '/services/cluster-profiles',
    type: 'dev.trailbook.audit.event.v1',
    time: Date.now(),
    subject: `clusterprofile/${resource.uid}`,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    data: {
      tenantUid: `tenant-${index % 20}`,
      projectUid: uuidv7(),
      projectName: `Project ${index % 40}`,
      actionType: actions[index % actions.length] ?? 'create',
      resource,
      actor: {
        actorType: 'user',
        user: { uid: uuidv7(), emailId: `user${index % 100}@example.com`, firstName: 'Grace', lastName: 'Hopper' },
      },
      actionMsg: `Updated cluster profile ${resource.name}: a newer Kubernetes, and two more replicas for the sale`,
      changes: [
        { path: '/spec/version', before: '1.4.2', after: '1.5.0' },
        { path: '/spec/replicas', before: 3, after: 5 },
      ],
      request: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', requestId: uuidv7() },
      outcome: 'success',
    },
  };
}

const received = ({ key, value, headers }: EncodedRecord): KafkaRecord => ({
  key: Buffer.from(key),
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  timestamp: Date.now(),
});

/** Microseconds a record takes, by kind of work: the best of many short rounds, taken in turn, since machines are noisy. */
function microseconds<K extends string>(work: Record<K, (index: number) => unknown>): Record<K, number> {
  const kinds = Object.keys(work) as K[];
  const best = Object.fromEntries(kinds.map((kind) => [kind, Infinity])) as Record<K, number>;
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      const start = process.hrtime.bigint();
      for (let index = 0; index < count; index++) work[kind](index);
      const each = Number(process.hrtime.bigint() - start) / 1000 / count;
      best[kind] = Math.min(best[kind], Math.round(each * 100) / 100);
    }
  }
  return best;
}

const mustAccept = (record: KafkaRecord): void => {
  const decision = decide(record);
  if (decision.kind === 'rejected') throw new Error(decision.reason);
};

const count = 2_000;
const rounds = Number(process.argv[2] ?? 150);
const events = Array.from({ length: count }, (_, index) => sample(index));
const binary = events.map((event) => received(encodeBinary(event)));
const structured = events.map((event) => received(encodeStructured(event)));
const at = (records: KafkaRecord[], index: number): KafkaRecord => records[index] as KafkaRecord;
const bytes = binary.reduce((sum, { value }) => sum + (value?.length ?? 0), 0) / count;

const best = microseconds({
  binary: (index) => mustAccept(at(binary, index)),
  structured: (index) => mustAccept(at(structured, index)),
  jsonParse: (index) => JSON.parse(at(binary, index).value?.toString() ?? '') as unknown,
});
const perSecond = Math.round(1e6 / best.binary);
console.log(JSON.stringify({ valueBytes: Math.round(bytes), microseconds: best, eventsPerSecond: perSecond }));
