import { decompress } from './decompress';

describe('unpacking', () => {
  it('reads what the zstd tool wrote', () => {
    const packed = Buffer.from('KLUv/QRYHQEA0HRoZSBzYW1lIHdvcmRzIGFnYWluIGFuZCwgAgBDCUyxMgYK39u3', 'base64');
    expect(decompress(4, packed).toString()).toBe('the same words again and again, the same words again and again');
  });
});
