const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * What unpacking may take. The packed size of a batch says little of it: 60 KB of gzip unpack to 60 MB, and 2 KB of zstd to
 * as much.
 */
export interface UnpackLimits {
  /** Unpacked at a time, where the format can be read in pieces; bytes. */
  readonly chunkBytes: number;
  /** An archive that unpacks to no more than this is unpacked at once. */
  readonly smallBytes: number;
  /** What can only be unpacked as a whole may take so much. */
  readonly wholeBytes: number;
  /** Moved in memory while zstd is read in pieces: the history that it may look back on, once for each of its blocks. */
  readonly movedBytes: number;
  /** A batch may unpack to so much, */
  readonly batchBytes: number;
  /** or to so many times its packed size, which gzip can't exceed. */
  readonly batchRatio: number;
  /** Longest time that one step of a decoder may take; a step of usual content takes some milliseconds. */
  readonly stepMs: number;
}

/** Of a consumer, whatever a producer sends. */
export const unpackLimits: UnpackLimits = {
  chunkBytes: MiB,
  smallBytes: 4 * MiB,
  wholeBytes: 64 * MiB,
  movedBytes: 16 * 1024 * MiB,
  batchBytes: 256 * MiB,
  batchRatio: 1_100,
  stepMs: 1_000,
};

/** Of an operator's command, which reads what a consumer has refused. */
export const generousLimits: UnpackLimits = {
  ...unpackLimits,
  wholeBytes: 1024 * MiB,
  movedBytes: 1024 * 1024 * MiB,
  batchBytes: 4096 * MiB,
  stepMs: 60_000,
};
