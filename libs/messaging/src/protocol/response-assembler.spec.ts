import fc from 'fast-check';
import { ResponseAssembler } from './response-assembler';

const sized = (response: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeInt32BE(response.length);
  return Buffer.concat([size, response]);
};

function assembled(): { assembler: ResponseAssembler; responses: Buffer[] } {
  const responses: Buffer[] = [];
  const assembler = new ResponseAssembler(
    (bytes) => Buffer.alloc(bytes),
    (response) => responses.push(response),
  );
  return { assembler, responses };
}

describe('responses', () => {
  it('are what was sent, however it was cut, though each chunk is overwritten by the next', () => {
    const response = fc.uint8Array({ minLength: 4, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(response), fc.array(fc.integer({ min: 1, max: 30 })), (sent, cuts) => {
        const stream = Buffer.concat(sent.map(sized));
        const { assembler, responses } = assembled();
        const memory = Buffer.alloc(stream.length);
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const length = stream.copy(memory, 0, at, at + (cuts[turn] ?? stream.length));
          assembler.add(memory.subarray(0, length));
          memory.fill(0xee);
          at += length;
        }
        expect(responses).toEqual(sent);
      }),
    );
  });

  it.each([
    ['a TLS alert', Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50]), 'this port speaks TLS'],
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), '1213486160 bytes'],
    ['a size below what any response has', Buffer.from([0, 0, 0, 3, 1, 2, 3]), '3 bytes'],
    ['a negative size', Buffer.from([0xff, 0xff, 0xff, 0xff]), '-1 bytes'],
  ])('are refused where %s comes instead', (_what, bytes, told) => {
    const { assembler, responses } = assembled();
    expect(() => assembler.add(bytes)).toThrow(new RegExp(`^${told}`));
    expect(responses).toEqual([]);
  });
});
