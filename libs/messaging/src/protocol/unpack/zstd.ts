import { decompress, Decompress } from 'fzstd';
import type { UnpackLimits } from './limits';
import { boundedStep } from './step';
import { tooLargeUnpacked } from './too-large';
import { zstdFrames, type ZstdFrame } from './zstd-frames';

const singleSegmentOfFourBytes = 0xa0;
/** What even a busy machine unpacks in a millisecond. */
const bytesPerMs = 16 * 1024;

/** Unpacks zstd. What it may come to is known from its headers, before anything is unpacked. @throws Error */
export function* zstdBlocks(packed: Buffer, limits: UnpackLimits): Generator<Uint8Array> {
  const frames = zstdFrames(packed);
  const { batchBytes, batchRatio } = limits;
  const most = Math.max(batchBytes, batchRatio * packed.length);
  const bytes = frames.reduce((sum, { mostBytes }) => sum + mostBytes, 0);
  if (bytes > most) throw tooLargeUnpacked(`zstd of ${packed.length} bytes unpacks to ${bytes}`, most);
  for (const frame of frames) yield* blocksOf(frame, limits);
}

function* blocksOf(frame: ZstdFrame, limits: UnpackLimits): Generator<Uint8Array> {
  const { contentBytes, mostBytes } = frame;
  if (contentBytes === undefined || contentBytes > limits.wholeBytes) {
    yield* inPieces(frame, limits);
    return;
  }
  if (contentBytes > mostBytes) throw new Error(`zstd: blocks of ${mostBytes} bytes can't unpack to ${contentBytes}`);
  const whole = Buffer.alloc(contentBytes);
  if (contentBytes > 0) boundedStep(() => decompress(frame.bytes, whole), limits.stepMs + contentBytes / bytesPerMs);
  yield whole;
}

/** Unpacks a frame some blocks at a time, which is bounded in memory and in time. */
function* inPieces(frame: ZstdFrame, limits: UnpackLimits): Generator<Uint8Array> {
  const { bytes, blocks, windowBytes, mostBytes } = frame;
  // fzstd moves all of its history for each block: it gets no longer one than the frame can fill.
  const history = Math.min(windowBytes, mostBytes);
  const { wholeBytes, movedBytes, chunkBytes, stepMs } = limits;
  if (history > wholeBytes) throw tooLargeUnpacked(`zstd looks back on ${history} bytes`, wholeBytes);
  const moved = history * blocks.length;
  if (moved > movedBytes) throw tooLargeUnpacked(`zstd moves ${moved} bytes to be read in pieces`, movedBytes);
  let unpacked: Uint8Array[] = [];
  const stream = new Decompress((block) => void unpacked.push(block));
  // A header of ours, with that history.
  const header = Buffer.alloc(9);
  bytes.copy(header, 0, 0, 4);
  header[4] = singleSegmentOfFourBytes;
  header.writeUInt32LE(Math.max(history, 1), 5);
  for (let next = 0; next < blocks.length;) {
    boundedStep(() => {
      for (let size = 0; next < blocks.length && size < chunkBytes; next += 1) {
        const { start, end } = blocks[next]!;
        const block = bytes.subarray(start, end);
        stream.push(next === 0 ? Buffer.concat([header, block]) : block, next === blocks.length - 1);
        size = unpacked.reduce((sum, { length }) => sum + length, 0);
      }
    }, stepMs);
    yield* unpacked;
    unpacked = [];
  }
}
