import { AuditProducer, connectKafka } from '@trailbook/messaging';
import { OutboxRelay } from '../outbox/outbox-relay';
import { OutboxStore } from '../outbox/outbox-store';
import { publishRowsWith } from '../outbox/publish-rows';

/**
 * A relay as a process of its own, which dies at the worst moment: when Kafka has a batch that the outbox still holds.
 * Arguments: URL of the database, schema, Kafka, topic, and the batch to die after.
 */
const [databaseUrl = '', schema = '', kafka = '', topic = '', dieAfter = '1'] = process.argv.slice(2);
const producer = new AuditProducer(connectKafka({ brokers: [kafka], ssl: false }, { clientId: 'spec' }), { topic });
const publish = publishRowsWith(producer);
let batches = 0;

new OutboxRelay({
  schema,
  openStore: () => new OutboxStore(databaseUrl, schema),
  batchSize: 20,
  publish: async (rows) => {
    await publish(rows);
    batches += 1;
    if (batches === Number(dieAfter)) process.kill(process.pid, 'SIGKILL');
  },
}).start();
