import 'reflect-metadata';
import { EventSigner } from '@trailbook/contract';
import { AuditProducer, connectKafka, kafkaConfigFrom } from '@trailbook/messaging';
import { loadConfig } from '@trailbook/service';
import { commandOf, usage, UsageError, type Command } from './rejected/arguments';
import { RejectedConfig } from './rejected/config';
import { lineOf, list } from './rejected/list';
import { replay } from './rejected/replay';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Runs one command of an operator; answers the exit code. */
async function run(command: Command): Promise<number> {
  const config = loadConfig(RejectedConfig);
  const kafka = connectKafka(kafkaConfigFrom(config), { clientId: 'trailbook-rejected' });
  await kafka.assertReachable();
  if (command.name === 'list') {
    const { records, matching } = await list(kafka, config.AUDIT_REJECTED_TOPIC, command);
    records.forEach((record) => say(command.json ? JSON.stringify(record) : lineOf(record)));
    if (!command.json) say(`${records.length} of ${matching} rejected records`);
    return 0;
  }
  const { EVENT_SIGNING_KEY: key } = config;
  if (key === undefined) throw new Error('EVENT_SIGNING_KEY is required: a replay is itself an entry of the log');
  const signer = EventSigner.parse(key);
  const producer = new AuditProducer(kafka, { topic: config.AUDIT_TOPIC, timeoutMs: 30_000 });
  try {
    const done = await replay(kafka, producer, config.AUDIT_REJECTED_TOPIC, command, signer);
    say(`${done.replayed} records ${command.dryRun ? 'would be' : 'were'} put back to ${config.AUDIT_TOPIC}`);
    if (done.copies > 0) say(`${done.copies} second copies were left out`);
    if (done.cut > 0) say(`${done.cut} records can't be: Kafka had taken only their beginning`);
    if (done.absent.length > 0) say(`not in ${config.AUDIT_REJECTED_TOPIC}: ${done.absent.join(', ')}`);
    return done.absent.length + done.cut > 0 ? 1 : 0;
  } finally {
    await producer.close();
  }
}

Promise.resolve()
  .then(() => run(commandOf(process.argv.slice(2))))
  .then(
    (code) => process.exit(code),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(`rejected: ${message}\n${error instanceof UsageError ? `${usage}\n` : ''}`);
      process.exit(error instanceof UsageError ? 2 : 1);
    },
  );
