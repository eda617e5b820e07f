import { isCanonicalToken } from './canonical-token';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const token = ['{"alg":"EdDSA"}', '{"sub":"u"}', 'x'.repeat(64)]
  .map((text) => Buffer.from(text).toString('base64url'))
  .join('.');

describe('a token', () => {
  it.each([1, 2, 3, 4, 5, 62, 63, 64, 65])('with a part of %i bytes is canonical as it is encoded', (bytes) => {
    const parts = Array.from({ length: 3 }, (_, n) => Buffer.alloc(bytes, 0x5a + 37 * n).toString('base64url'));
    expect(isCanonicalToken(parts.join('.'))).toBe(true);
  });

  it('has one spelling of its last character, whichever part it ends', () => {
    const parts = token.split('.');
    for (const [index, text] of parts.entries()) {
      const bytes = Buffer.from(text, 'base64url');
      const same = [...alphabet]
        .map((last) => text.slice(0, -1) + last)
        .filter((spelt) => Buffer.from(spelt, 'base64url').equals(bytes));
      const accepted = same.filter((spelt) => isCanonicalToken(parts.with(index, spelt).join('.')));
      expect(accepted).toEqual([text]);
    }
  });

  it.each([
    '',
    '.',
    '..',
    'a.b',
    'YQ.YQ',
    'YQ.YQ.',
    '.YQ.YQ',
    'YQ..YQ',
    'YQ.YQ.YQ.YQ',
    'YQ.YQ.YQ=',
    'YQ.YQ.Y+',
    'YQ.YQ.Y',
  ])('is none: %j', (text) => expect(isCanonicalToken(text)).toBe(false));
});
