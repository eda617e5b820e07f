import fc from 'fast-check';
import { partsOf, searchText } from './search-text';

/** Letters whose capitals are a matter of taste, what separates words, and some that do neither. */
const tricky = [...'aAbiIİıéÉσςΣßẞKk\u212A\u0307漢🙂-%_\\\'" \n\t\u0001'];
const text = fc.string({ unit: fc.constantFrom(...tricky), maxLength: 12 });

/** As blocks keep texts: each word once, in any order. */
const asBlock = (texts: string): string =>
  ` ${[...new Set(texts.split(' ').filter((word) => word))].sort().join(' ')} `;

/** How PostgreSQL may compare without regard to case: by ASCII alone, letter by letter, or by all rules of Unicode. */
const folds: Record<string, (text: string) => string> = {
  ascii: (given) => given.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  simple: (given) => [...given].map((letter) => (letter === 'İ' ? 'i' : letter.toLowerCase())).join(''),
  full: (given) => given.toLowerCase(),
};

describe('the text of the search index', () => {
  it.each(Object.keys(folds))('has all parts of what occurs in an entry, compared as %s', (fold) => {
    const folded = folds[fold]!;
    fc.assert(
      fc.property(text, text, text, (before, wanted, after) => {
        const field = `${before}${wanted}${after}`;
        if (!folded(field).includes(folded(wanted))) return; // a letter may fold otherwise beside others
        const kept = searchText(`name ${field} note`);
        for (const part of partsOf(wanted)) {
          expect(kept).toContain(part);
          expect(asBlock(kept)).toContain(part);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells whole words from parts of words', () => {
    expect(partsOf('of cluster cluster-40 by')).toEqual(['of ', ' cluster ', ' cluster-40 ', ' by']);
    expect(partsOf(' by user')).toEqual([' by ', ' user']);
    expect(partsOf('Part')).toEqual(['part']);
    expect(partsOf(' \n ')).toEqual([]);
    expect(searchText('Two\nLines ')).toBe(' two lines ');
  });
});
