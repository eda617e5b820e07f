import fc from 'fast-check';
import { escapeInto } from './escape';

const escaped = (text: string): string | undefined => {
  const content = Buffer.from(text);
  const into = Buffer.alloc(2 * content.length + 3, 0x21);
  const end = escapeInto(content, into, 3);
  expect(into.toString('latin1', 0, 3)).toBe('!!!');
  return end === undefined ? undefined : into.toString('utf8', 3, end);
};

const withoutControls = fc
  .string({ unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), fc.constantFrom('"', '\\', 'a', 'é')) })
  .map((text) => text.replace(/[\u0000-\u001f]/g, ' '));

describe('text within a JSON string', () => {
  it('is escaped as JSON.stringify does', () => {
    fc.assert(
      fc.property(withoutControls, (text) => {
        expect(escaped(text)).toBe(JSON.stringify(text).slice(1, -1));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([0, 1, 15, 16, 17, 65_535, 65_536, 65_537, 200_000])(
    'has %d bytes of which each second is a quote',
    (length) => {
      const text = 'a"'.repeat(length / 2 + 1).slice(0, length);
      expect(escaped(text)).toBe(text.replaceAll('"', '\\"'));
    },
  );

  it('is left alone where it has a control character, wherever that is', () => {
    for (const at of [0, 15, 16, 99, 70_000]) {
      const text = 'b'.repeat(70_001);
      expect(escaped(`${text.slice(0, at)}\u001f${text.slice(at)}`)).toBeUndefined();
    }
  });
});
