/** Where messaging writes its log; a pino logger fits. */
export interface MessagingLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const nothing = () => undefined;

/** A log that keeps nothing: for callers that report what matters through the errors they get. */
export const silentLog: MessagingLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };
