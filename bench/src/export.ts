import { parseArgs } from 'node:util';
import { measureExport } from './export/measure-export';
import { WholeSystem } from './system/whole-system';
import { stopWhenTold } from './system/ending';

interface ExportOptions {
  /** Entries of the tenant whose log is downloaded. */
  events: number;
  /** Measured in turn with COPY, of which the median counts. */
  rounds: number;
}

/** @throws Error naming what is wrong with the arguments */
function exportOptions(args: string[]): ExportOptions {
  const option = (fallback: string) => ({ type: 'string' as const, default: fallback });
  const { values } = parseArgs({ args, options: { events: option('1000000'), rounds: option('3') } });
  const number = (name: keyof ExportOptions, least: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name}: a whole number, at least ${least}`);
    return value;
  };
  return { events: number('events', 20_000), rounds: number('rounds', 1) };
}

async function main(): Promise<void> {
  const { events, rounds } = exportOptions(process.argv.slice(2));
  const system = await WholeSystem.start();
  const stop = stopWhenTold(() => system.stop());
  try {
    process.stdout.write(`${JSON.stringify(await measureExport(system, events, rounds))}\n`);
  } finally {
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
