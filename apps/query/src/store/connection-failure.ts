/** What keeps an app from its database, in one sentence without the password. */
export function connectionFailure(url: string, error: unknown): Error {
  const { host } = new URL(url);
  const { code, message } = error as { code?: string; message?: string };
  return new Error(`PostgreSQL at ${host} cannot be used (${code ?? message ?? 'unknown reason'}).`, { cause: error });
}
