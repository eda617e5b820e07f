import fc from 'fast-check';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CrlfRows } from './crlf';

async function through(text: string, chunkSize: number): Promise<string> {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(bytes.subarray(at, at + chunkSize));
  return (await buffer(Readable.from(chunks, { objectMode: false }).pipe(new CrlfRows()))).toString();
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

describe('row ends', () => {
  it.each<[string, string]>([
    ['a,b\n1,2\n', 'a,b\r\n1,2\r\n'],
    ['"two\nlines",x\n', '"two\nlines",x\r\n'],
    ['"say ""\n""",x\n', '"say ""\n""",x\r\n'],
    ['"",x\n', '"",x\r\n'],
    ['', ''],
  ])('%j becomes %j', async (given, expected) => {
    expect(await through(given, 1024)).toBe(expected);
  });

  it('are the same however the bytes are cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\n', '\r', ',', 'ü', '漢', ' ') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (given, chunkSize) => {
        const lines = given.map((cells) => cells.map(quoted).join(','));
        expect(await through(lines.map((line) => `${line}\n`).join(''), chunkSize)).toBe(
          lines.map((line) => `${line}\r\n`).join(''),
        );
      }),
    );
  });
});
