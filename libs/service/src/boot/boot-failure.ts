/** Why the app did not start, in one sentence without a stack. */
export function bootFailure(error: unknown): string {
  const { code, port, address } = error as { code?: unknown; port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} on ${address} is already in use.`;
  if (code === 'EACCES' && port !== undefined) return `Listening on port ${port} is not permitted.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${address} to listen on.`;
  const sentence = messageOf(error);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  if (error instanceof Error) return error.message.split('\n')[0]?.trim() || error.name;
  return String(error);
}
