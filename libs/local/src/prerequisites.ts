import { LocalFault, messageOf } from './faults';
import { jarsMissing } from './kafka/jars';
import { requireJava, requireMaven } from './kafka/java';
import { motoMissing, requirePython } from './aws/moto';
import { postgresBinaries } from './postgres/binaries';

/** The parts that are to be started here, and so have to be able to. */
export interface WantedParts {
  kafka: boolean;
  postgres: boolean;
  aws: boolean;
}

/** @throws LocalFault when this Node is too old */
function requireNode(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return Promise.resolve();
  return Promise.reject(
    new LocalFault(`Node 20.19 or newer is needed, and this one is ${process.versions.node}: install a newer one.`),
  );
}

/**
 * Checks all that `npm start` and the tests need on this machine; what is in the cache already is not asked for again.
 * @throws LocalFault with one sentence for each missing one, and the way round it
 */
export async function checkPrerequisites(wanted: WantedParts): Promise<void> {
  const checks = [requireNode];
  if (wanted.kafka) checks.push(requireJava);
  if (wanted.kafka && (await jarsMissing())) checks.push(requireMaven);
  if (wanted.aws && (await motoMissing())) checks.push(requirePython);
  if (wanted.postgres) checks.push(() => Promise.resolve().then(() => void postgresBinaries()));
  const outcomes = await Promise.allSettled(checks.map((check) => check()));
  const missing = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [messageOf(outcome.reason)] : []));
  if (missing.length > 0) throw new LocalFault(missing.join('\n'));
}
