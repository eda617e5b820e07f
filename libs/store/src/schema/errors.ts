/** The database can't be prepared as asked; the message is one sentence for the operator. */
export class MigrationError extends Error {
  constructor(
    readonly code:
      | 'unreachable'
      | 'refused'
      | 'version'
      | 'role'
      | 'schema'
      | 'password'
      | 'busy'
      | 'history'
      | 'migration',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

/** Says what the driver said without its stack, and never with the connection's password. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error instanceof Error) return error.message || (error as NodeJS.ErrnoException).code || error.name;
  return String(error);
}
