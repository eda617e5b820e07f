import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { compress as lz4 } from 'lz4js';
import { codecs, endlessZstd, zstdOfRecords, zstdStored } from '../../spec/codecs.fixture';
import { unpackLimits } from './limits';
import { boundedStep } from './step';
import { TooLargeUnpackedError } from './too-large';
import { unpack } from './unpack';

const MiB = 1024 * 1024;

async function chunksOf(codec: number, packed: Buffer): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of unpack(codec, packed)) chunks.push(chunk);
  return chunks;
}
const unpacked = async (codec: number, packed: Buffer) => Buffer.concat(await chunksOf(codec, packed));
const packedCodecs = codecs.filter(([, codec]) => codec !== 0);
const mixed = Buffer.concat([randomBytes(MiB), Buffer.alloc(6 * MiB, 'the same again and again '), randomBytes(1_000)]);

describe('unpacking', () => {
  it.each(packedCodecs)('brings chunks of bounded size, packed %s', async (_, codec, pack) => {
    const chunks = await chunksOf(codec, pack(mixed));
    expect(Buffer.concat(chunks).equals(mixed)).toBe(true);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(unpackLimits.smallBytes);
  });

  it.each(packedCodecs)('keeps no more memory than it brings, packed %s', async (_, codec, pack) => {
    const [chunk] = await chunksOf(codec, pack(Buffer.alloc(20_000, 'x')));
    expect(chunk!.buffer.byteLength).toBeLessThanOrEqual(2 * 20_000);
  });

  it.each(packedCodecs)('says that a part of an archive is damaged, packed %s', async (_, codec, pack) => {
    const packed = pack(randomBytes(3_000));
    await expect(unpacked(codec, packed.subarray(0, -100))).rejects.toThrow();
  });

  it('reads what the zstd tool wrote, whether it says its size or not', async () => {
    const packed = Buffer.from('KLUv/QRYHQEA0HRoZSBzYW1lIHdvcmRzIGFnYWluIGFuZCwgAgBDCUyxMgYK39u3', 'base64');
    expect(String(await unpacked(4, packed))).toBe('the same words again and again, the same words again and again');
    const sha256 = createHash('sha256').update(await unpacked(4, zstdOfRecords));
    expect(sha256.digest('hex')).toBe('83f1041291c74b24b74438e89faf3f6ade02a6b2734d1425f42624219659d99f');
  });

  it('reads several archives behind each other, and what is to be skipped between them', async () => {
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    for (const [codec, pack] of [
      [3, (text: string) => Buffer.from(lz4(Buffer.from(text)))],
      [4, (text: string) => zstdStored(Buffer.from(text))],
    ] as const) {
      expect(String(await unpacked(codec, Buffer.concat([pack('one '), skipped, pack('two')])))).toBe('one two');
    }
  });

  it('lets a block of lz4 look back on the one before it', async () => {
    const frame = '04224d18' + '404000' + '0b000000' + 'a0' + Buffer.from('0123456789').toString('hex');
    const second = '05000000' + '060a00' + '107a' + '00000000';
    expect(String(await unpacked(3, Buffer.from(frame + second, 'hex')))).toBe('01234567890123456789z');
  });

  it.each([
    ['a block of snappy', 2, Buffer.concat([Buffer.from([0x80, 0x80, 0x80, 0x23]), Buffer.alloc(4 * MiB)])],
    ['zstd that looks back on everything', 4, zstdStored(Buffer.alloc(65 * MiB), { windowLog: 27 })],
    ['zstd that makes 257 MiB of some kilobytes', 4, zstdStored(Buffer.alloc(257 * MiB), { windowLog: 17 })],
  ])('refuses %s where it is too large to be unpacked as a whole', async (_, codec, packed) => {
    await expect(chunksOf(codec, packed)).rejects.toThrow(TooLargeUnpackedError);
  });

  it.each([
    ['snappy with a literal of negative length', 2, '05fcfaffffff'],
    ['snappy that claims more than it can hold', 2, 'ffffff7f0061'],
    ['snappy that looks back before its beginning', 2, '0a0061050a'],
    ['lz4 of a block that claims to be stored', 3, '04224d18604000' + 'ffffffff'],
    ['lz4 that looks back before its beginning', 3, '04224d18604000' + '05000000' + '1061090000'],
    ['zstd of more content than its blocks hold', 4, '28b52ffdc0ffffffff00000000' + '000100'],
    ['zstd with a dictionary', 4, '28b52ffd01000107' + '010000'],
  ])('does not follow %s', async (_, codec, packed) => {
    await expect(chunksOf(codec, Buffer.from(packed, 'hex'))).rejects.toThrow();
  });

  it('ends a decoder that goes on for ever', async () => {
    expect(() => boundedStep(() => forEver(), 20)).toThrow('20ms');
    expect(boundedStep(() => 'done', 20)).toBe('done');
    jest.replaceProperty(unpackLimits, 'stepMs', 50);
    await expect(chunksOf(4, endlessZstd)).rejects.toThrow('50ms');
    jest.restoreAllMocks();
  });

  it('reads gzip of any size, whatever it says of it', async () => {
    const packed = gzipSync(Buffer.alloc(5 * MiB, 'x'));
    packed.writeUInt32LE(7, packed.length - 4);
    await expect(unpacked(1, packed)).rejects.toThrow('incorrect length check');
  });
});

function forEver(): void {
  for (;;);
}
