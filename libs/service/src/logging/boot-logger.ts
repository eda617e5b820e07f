import type { LoggerService } from '@nestjs/common';

/** Contexts in which Nest tells how it wires itself: of use when debugging the wiring only. */
const wiring = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/**
 * Nest's logger in front of ours: the wiring goes to debug, and a failing boot is not printed with its stack, since
 * the boot itself ends with one sentence.
 */
export class QuietBootLogger implements LoggerService {
  constructor(private readonly logger: LoggerService) {}

  log(message: unknown, ...rest: unknown[]): void {
    if (wiring.has(String(rest.at(-1)))) this.logger.debug?.(message, ...rest);
    else this.logger.log(message, ...rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    if (['ExceptionHandler', 'NestApplication'].includes(String(rest.at(-1)))) this.logger.debug?.(message, ...rest);
    else this.logger.error(message, ...rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    if (this.logger.fatal) this.logger.fatal(message, ...rest);
    else this.logger.error(message, ...rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(message, ...rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug?.(message, ...rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.verbose?.(message, ...rest);
  }
}
