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
      actionMsg: `Updated cluster profile ${resource.name}`,
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

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Microseconds an event takes: the median of several runs over the same records. */
function microseconds(records: KafkaRecord[], work: (record: KafkaRecord) => unknown): number {
  const runs = Array.from({ length: 7 }, () => {
    const start = process.hrtime.bigint();
    for (const record of records) work(record);
    return Number(process.hrtime.bigint() - start) / 1000 / records.length;
  });
  return median(runs.slice(2));
}

const mustAccept = (record: KafkaRecord): void => {
  const decision = decide(record);
  if (decision.kind === 'rejected') throw new Error(decision.reason);
};
const onlyParse = (record: KafkaRecord): unknown => JSON.parse(record.value?.toString('utf8') ?? '');

const count = Number(process.argv[2] ?? 20_000);
const events = Array.from({ length: count }, (_, index) => sample(index));
const binary = events.map((event) => received(encodeBinary(event)));
const structured = events.map((event) => received(encodeStructured(event)));
const bytes = binary.reduce((sum, { value }) => sum + (value?.length ?? 0), 0) / count;
const round = (value: number): number => Math.round(value * 100) / 100;
console.log(
  JSON.stringify({
    events: count,
    valueBytes: Math.round(bytes),
    binaryMicroseconds: round(microseconds(binary, mustAccept)),
    structuredMicroseconds: round(microseconds(structured, mustAccept)),
    jsonParseMicroseconds: round(microseconds(binary, onlyParse)),
  }),
);
