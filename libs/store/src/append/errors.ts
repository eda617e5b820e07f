import { type DetachedMonth, detachedSentence } from '../layout/detached-months';

/** The store couldn't take a chunk; nothing of it was stored. `retriable` says whether the same chunk may pass later. */
export class StoreError extends Error {
  constructor(
    readonly code: 'fenced' | 'unavailable' | 'contention' | 'no-partition' | 'detached' | 'broken',
    message: string,
    readonly retriable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another writer was at this Kafka partition: go on from `storedOffset`. */
export class FencedError extends StoreError {
  constructor(
    readonly epochId: number,
    readonly partition: number,
    /** Undefined where the epoch has no such partition yet. */
    readonly storedOffset: bigint | undefined,
    expected: bigint,
  ) {
    super('fenced', `partition ${partition} is stored up to ${storedOffset ?? 'nowhere'}, not ${expected}`, false);
  }
}

/** The database is away, overloaded or going down: wait, then send the same chunk again. */
export class StoreUnavailableError extends StoreError {
  constructor(reason: string, options?: ErrorOptions) {
    super('unavailable', `the store is not available: ${reason}`, true, options);
  }
}

/** The month of an event has no partition yet: make it, then send the same chunk again. */
export class NoPartitionError extends StoreError {
  constructor(
    readonly months: readonly string[],
    options?: ErrorOptions,
  ) {
    super('no-partition', `the store has no partition for ${months.join(', ')} yet`, true, options);
  }
}

/** A month is detached: attach it, then send the same chunk again. */
export class DetachedMonthError extends StoreError {
  constructor(readonly detached: DetachedMonth) {
    super('detached', detachedSentence(detached), true);
  }
}

/** Something that no repetition mends: a missing right, table or migration. */
export class StoreBrokenError extends StoreError {
  constructor(reason: string, options?: ErrorOptions) {
    super('broken', `the store does not work as it should: ${reason}`, false, options);
  }
}
