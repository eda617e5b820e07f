/** What keeps an app from its database, in one sentence without the password. */
export function connectionFailure(url: string, error: unknown): Error {
  const { host } = new URL(url);
  const { code, message, errors } = error as { code?: string; message?: string; errors?: Error[] };
  const reason = message || errors?.[0]?.message || code || 'unknown reason';
  return new Error(`PostgreSQL at ${host} cannot be used: ${reason}.`, { cause: error });
}
