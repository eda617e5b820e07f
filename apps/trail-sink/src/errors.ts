/** A failure of trail-sink's own, with a stable code. */
export class TrailSinkError extends Error {
  override readonly name = 'TrailSinkError';
  constructor(
    readonly code: 'trail-keys' | 'secret-unreadable' | 'no-epoch',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
