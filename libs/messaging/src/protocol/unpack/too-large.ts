/** An archive that can't be read in pieces, and is too large to be unpacked as a whole. */
export class TooLargeUnpackedError extends Error {}

const MiB = 1024 * 1024;

/** @param what begins a sentence about the archive */
export const tooLargeUnpacked = (what: string, most: number): TooLargeUnpackedError =>
  new TooLargeUnpackedError(`${what}, more than ${Math.floor(most / MiB)} MiB`);
