import type { SinkEvent } from '@trailbook/sinks';
import { RecordPlace } from '../delivery/record-place';

/** A digest is a number, as which it is kept: in little-endian order, as the processors that Trailbook runs on have it. */
export const digestBytes = Float64Array.BYTES_PER_ELEMENT;

/** Digests one behind the other, without a copy. */
export const packedDigests = (digests: Float64Array): Buffer =>
  Buffer.from(digests.buffer, digests.byteOffset, digests.byteLength);

/** The digests of events, likewise. */
export const packDigestsOf = (events: readonly SinkEvent[]): Buffer =>
  packedDigests(Float64Array.from(events, (event) => RecordPlace.of(event).digest));

/** The digest of so many others before it; undefined where there is none, as in receipts of releases without digests. */
export const digestAt = (packed: Buffer, index: number): number | undefined =>
  packed.length < (index + 1) * digestBytes ? undefined : packed.readDoubleLE(index * digestBytes);
