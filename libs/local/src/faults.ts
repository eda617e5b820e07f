/** Something on this machine that the user has to mend. The message is complete in itself; a stack would add nothing. */
export class LocalFault extends Error {
  override readonly name = 'LocalFault';
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};
