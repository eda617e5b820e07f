import type { Logger } from 'pino';

let installed = false;

/**
 * Node's warnings become log lines instead of text on stderr. The AWS SDK announces with one, on its first call, which
 * Node versions it will stop supporting: of no use to whoever runs the service.
 */
export function logProcessWarnings(logger: Logger): void {
  if (installed) return;
  installed = true;
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name.startsWith('NodeDeprecation') || /AWS SDK for JavaScript/.test(warning.message)) return;
    logger.warn({ warning: warning.name, detail: warning.message }, 'process warning');
  });
}
