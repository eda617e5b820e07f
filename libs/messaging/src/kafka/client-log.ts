import { logLevel, type LogEntry } from 'kafkajs';
import type { MessagingLog } from '../log';

/**
 * Turns kafkajs's log into ours. It reports as an error each broken connection and each rebalance that it then heals
 * by itself; what doesn't heal reaches the caller as an error, so nothing of it is more than a detail here.
 */
export function clientLogCreator(log: MessagingLog) {
  return () =>
    ({
      namespace,
      level,
      log: { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...fields },
    }: LogEntry) => {
      const line = `kafka client${namespace ? ` ${namespace}` : ''}: ${message}`;
      if (level === logLevel.ERROR || level === logLevel.WARN) log.debug({ ...fields, clientLevel: level }, line);
    };
}

let silenced = false;

/**
 * kafkajs 2.2.4 computes negative time-outs while a broker throttles, and Node warns on stderr each time. They mean
 * "now", which is what Node makes of them.
 */
export function silenceClientWarnings(): void {
  if (silenced) return;
  silenced = true;
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    const name = rest[0];
    if (name === 'TimeoutNegativeWarning') return;
    (emitWarning as (...parameters: unknown[]) => void)(warning, ...rest);
  };
}
