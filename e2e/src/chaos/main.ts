import { chaosOptions } from './options';
import { runChaos } from './run-chaos';

const say = (line: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

async function main(): Promise<void> {
  const report = await runChaos(chaosOptions(process.argv.slice(2)), say);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  report.wrong.forEach((sentence) => say(`WRONG: ${sentence}`));
  process.exitCode = report.wrong.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
