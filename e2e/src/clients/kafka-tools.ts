import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { javaCommand, kafkaJars, resource } from '@trailbook/local';
import { endpoints } from '../system/running-system';

const producerClass = 'org.apache.kafka.tools.ConsoleProducer';
const consumerClass = 'org.apache.kafka.tools.consumer.ConsoleConsumer';

/** A record as `kafka-console-producer` takes it: headers, key and value in one line. */
export interface Line {
  headers: Record<string, string>;
  key: string;
  value: string;
}

async function java(main: string, args: string[]): Promise<string[]> {
  const jars = await kafkaJars(() => undefined);
  const logging = `-Dlog4j2.configurationFile=${resource('kafka-tools-log4j2.properties')}`;
  return [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    logging,
    '-cp',
    path.join(jars, '*'),
    main,
    ...args,
  ];
}

const lineOf = ({ headers, key, value }: Line) => {
  const pairs = Object.entries(headers).map(([name, text]) => `${name}:${text}`);
  return `${pairs.join(';')}\t${key}\t${value}\n`;
};

/** Kafka's own console producer, which knows nothing of Trailbook. */
export interface ConsoleProducer {
  send(line: Line): void;
  /** Ends its input and waits until everything is acknowledged. @throws Error when anything was not */
  finish(): Promise<void>;
  /** Ends it, whatever it is at. */
  abandon(): void;
}

export async function startConsoleProducer(topic: string): Promise<ConsoleProducer> {
  const properties = ['parse.headers=true', 'parse.key=true', 'headers.separator=;'];
  const producer = [
    'acks=all',
    'enable.idempotence=true',
    'linger.ms=5',
    'delivery.timeout.ms=180000',
    'max.block.ms=180000',
  ];
  const args = await java(producerClass, [
    ...['--bootstrap-server', endpoints().kafka, '--topic', topic],
    ...properties.flatMap((property) => ['--property', property]),
    ...producer.flatMap((property) => ['--producer-property', property]),
  ]);
  const child = spawn(javaCommand(), args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-10_000)));
  child.stdin.on('error', () => undefined);
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    send: (line) => void child.stdin.write(lineOf(line)),
    finish: async () => {
      child.stdin.end();
      const code = await exited;
      if (code !== 0 || /\bERROR\b/.test(complaints)) {
        throw new Error(`the console producer ended with code ${code} and said:\n${complaints}`);
      }
    },
    abandon: () => void child.kill('SIGKILL'),
  };
}

/** Sends records and waits until Kafka has them. */
export async function produce(topic: string, lines: Line[]): Promise<void> {
  const producer = await startConsoleProducer(topic);
  lines.forEach((line) => producer.send(line));
  await producer.finish();
}

/** All records of a topic as `kafka-console-consumer` prints them: headers, key and value in each line. */
export async function consumeAll(topic: string): Promise<string[]> {
  const args = await java(consumerClass, [
    ...['--bootstrap-server', endpoints().kafka, '--topic', topic, '--from-beginning', '--timeout-ms', '4000'],
    ...['--property', 'print.headers=true', '--property', 'print.key=true'],
  ]);
  return new Promise((resolve, reject) => {
    const options = { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(javaCommand(), args, options, (error, stdout, stderr) => {
      if (error && !stderr.includes('TimeoutException')) return reject(new Error(stderr || error.message));
      resolve(stdout.split('\n').filter((line) => line !== ''));
    });
  });
}
