import path from 'node:path';
import { LocalFault } from '../faults';
import { runCommand } from '../process/command';

const oldest = 17;
const wayRound = 'set KAFKA_BROKERS to use a Kafka that runs elsewhere';

/** A program of the Java that JAVA_HOME or the path names: `java` itself when none is given. */
export const javaCommand = (program = 'java') =>
  process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', program) : program;

/** The major version in what `java -version` prints; old ones call themselves 1.8. */
export function javaVersion(printed: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(printed) ?? [];
  if (first === undefined) return undefined;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}

/** @throws LocalFault when there is no Java of version 17 or newer */
export async function requireJava(): Promise<void> {
  const needed = `Java ${oldest} or newer is needed for the embedded Kafka`;
  const printed = await runCommand(javaCommand(), ['-version'], { timeoutMs: 20_000 }).catch(() => undefined);
  if (printed === undefined)
    throw new LocalFault(`${needed}, and ${javaCommand()} does not run: install it, or ${wayRound}.`);
  const version = javaVersion(printed);
  if (version !== undefined && version < oldest) {
    throw new LocalFault(`${needed}, and this one is ${version}: install a newer one, or ${wayRound}.`);
  }
}

/** @throws LocalFault when Maven does not run */
export async function requireMaven(): Promise<void> {
  await runCommand('mvn', ['--version'], { timeoutMs: 30_000 }).catch(() => {
    throw new LocalFault(
      `Maven is needed to fetch the embedded Kafka, and mvn does not run: install it, or ${wayRound}.`,
    );
  });
}
