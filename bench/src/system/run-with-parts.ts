import { BenchParts } from '../ingest/parts';
import { stopWhenTold } from './ending';

/** Shown while a benchmark runs; its figures alone go to standard output. */
export const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs a benchmark on a Kafka and a PostgreSQL of its own, prints what it answers as one JSON object, and removes all
 * that it made, also when it fails or is interrupted.
 */
export function runWithParts(measure: (parts: BenchParts) => Promise<object>): void {
  withParts(measure).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
}

async function withParts(measure: (parts: BenchParts) => Promise<object>): Promise<void> {
  const parts = await BenchParts.start(progress);
  const stop = stopWhenTold(() => parts.stop());
  try {
    process.stdout.write(`${JSON.stringify(await measure(parts))}\n`);
  } finally {
    await stop();
  }
}
