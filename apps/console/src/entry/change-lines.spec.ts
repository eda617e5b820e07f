import fc from 'fast-check';
import { linesBetween, shown } from './change-lines';

const texts = (before: unknown, after: unknown) =>
  linesBetween(before, after).map(({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text);

describe('the diff of a change', () => {
  it.each<[unknown, unknown, string[]]>([
    [1, 3, ['-1', '+3']],
    [undefined, 'new', ['+new']],
    [true, undefined, ['-true']],
    [null, 0, ['-null', '+0']],
    ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, [' {', '   "a": 1,', '-  "b": 2', '+  "b": 3', ' }']],
  ])('from %j to %j', (before, after, expected) => expect(texts(before, after)).toEqual(expected));

  it('holds all of both sides, in order', () => {
    const value = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(value, value, (before, after) => {
        const lines = linesBetween(before, after);
        const side = (without: string) => lines.filter(({ kind }) => kind !== without).map(({ text }) => text);
        expect(side('added')).toEqual(shown(before));
        expect(side('removed')).toEqual(shown(after));
      }),
    );
  });
});
