import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { javaCommand, kafkaJars, resource } from '@trailbook/local';
import { endsWithBenchmark } from '../system/ending';

const MiB = 1024 * 1024;

/** A record as Kafka's console producer takes it, in one line. */
export interface Line {
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly value: string;
}

/**
 * Publishes records with Kafka's own client, so that its codecs pack them. What it is given goes into as few record batches as
 * Kafka takes.
 * @throws Error when it wasn't all acknowledged
 */
export async function publishPacked(
  brokers: string,
  topic: string,
  codec: string,
  lines: Iterable<Line>,
): Promise<void> {
  const most = String(160 * MiB);
  const settings = {
    'compression.type': codec,
    'batch.size': String(100 * MiB),
    'buffer.memory': String(320 * MiB),
    'max.request.size': most,
    'linger.ms': '3000',
    'delivery.timeout.ms': '120000',
  };
  const args = [
    ...['-Xmx1400m', '-XX:+UseSerialGC', `-Dlog4j2.configurationFile=${resource('kafka-tools-log4j2.properties')}`],
    ...['-cp', path.join(await kafkaJars(() => undefined), '*'), 'org.apache.kafka.tools.ConsoleProducer'],
    ...['--bootstrap-server', brokers, '--topic', topic, '--compression-codec', codec],
    ...['parse.headers=true', 'parse.key=true', 'headers.separator=;'].flatMap((one) => ['--property', one]),
    ...Object.entries(settings).flatMap(([name, value]) => ['--producer-property', `${name}=${value}`]),
  ];
  const child = endsWithBenchmark(spawn(javaCommand(), args, { stdio: ['pipe', 'ignore', 'pipe'] }));
  let complaints = '';
  child.stderr?.on('data', (text: Buffer) => (complaints += text.toString()));
  const ended = once(child, 'exit');
  for (const { headers, key, value } of lines) {
    const head = Object.entries(headers).map(([name, text]) => `${name}:${text}`);
    const written = child.stdin?.write(`${head.join(';')}\t${key}\t${value}\n`);
    if (written === false) await Promise.race([once(child.stdin, 'drain'), ended]);
  }
  child.stdin?.end();
  const [code] = (await ended) as [number | null];
  if (code !== 0 || /ERROR|Exception/.test(complaints)) throw new Error(`the ${codec} producer: ${complaints}`);
}
