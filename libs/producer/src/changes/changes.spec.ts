import fc from 'fast-check';
import { MAX_VALUE_LENGTH } from './bounded';
import { changesBetween, MAX_CHANGES, MAX_CHANGES_LENGTH, type Change } from './changes';
import { toJson, type Json } from './json';
import { PatchedState } from './patched-state';

function replay(before: Json, list: Change[]): Json {
  const state = new PatchedState(before);
  for (const { path, before: old, after } of list) {
    if (after === undefined) state.apply({ op: 'remove', path });
    else state.apply({ op: old === undefined ? 'add' : 'replace', path, value: after });
  }
  return state.document;
}

const resource = fc
  .dictionary(
    fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('constructor', '__proto__', 'a/b', '~')),
    fc.jsonValue({ maxDepth: 3 }),
    { maxKeys: 6 },
  )
  .map((value) => toJson(value))
  .map(
    (value) =>
      JSON.parse(JSON.stringify(value), (_, item: unknown) =>
        typeof item === 'number' ? Math.round(item % 1000) || 0 : item,
      ) as Json,
  );

describe('changesBetween', () => {
  it('names what was added, replaced and removed by JSON Pointer', () => {
    const before = { metadata: { name: 'web' }, spec: { replicas: 2, image: 'a' } };
    const after = { metadata: { name: 'web' }, spec: { replicas: 3, 'a/b': true } };
    expect(changesBetween(before, after, [])).toEqual({
      list: [
        { path: '/spec/image', before: 'a' },
        { path: '/spec/a~1b', after: true },
        { path: '/spec/replicas', before: 2, after: 3 },
      ],
      omitted: 0,
    });
  });

  it('replays to the later state', () => {
    fc.assert(
      fc.property(resource, resource, (before, after) => {
        const { list, omitted } = changesBetween(before, after, []);
        expect(omitted).toBe(0);
        expect(replay(before, list)).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is empty for equal states', () => {
    fc.assert(fc.property(resource, (state) => expect(changesBetween(state, state, []).list).toEqual([])));
  });

  it('gives an element added at the end its index', () => {
    expect(changesBetween({ l: [1] }, { l: [1, 2] }, []).list).toEqual([{ path: '/l/1', after: 2 }]);
  });

  it('shows a created resource by its parts, and a deleted one likewise', () => {
    expect(changesBetween(undefined, { spec: { a: 1 } }, []).list).toEqual([{ path: '/spec', after: { a: 1 } }]);
    expect(changesBetween({ spec: { a: 1 } }, undefined, []).list).toEqual([{ path: '/spec', before: { a: 1 } }]);
  });

  it('stays bounded, whatever is compared', () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, index]));
    const { list, omitted } = changesBetween({}, many, []);
    expect(list).toHaveLength(MAX_CHANGES);
    expect(omitted).toBe(1500);
    const large = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`k${index}`, '€'.repeat(3000)]));
    expect(JSON.stringify(changesBetween({}, large, []).list).length).toBeLessThan(MAX_CHANGES_LENGTH + 1000);
    const [huge] = changesBetween({ a: '' }, { a: 'x'.repeat(MAX_VALUE_LENGTH) }, []).list;
    expect(huge?.after).toMatch(/^"x{1022}… \(4098 characters of JSON\)$/);
  });

  it('compares long and nested arrays in linear time, as a whole', () => {
    const long = (first: number) => ({ l: [first, ...Array.from({ length: 100_000 }, (_, index) => index)] });
    const nested = (leaf: number) => ({
      l: Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => [leaf, leaf])),
    });
    // Pair by pair these would be ten thousand million comparisons: the test would not end.
    expect(changesBetween(long(1), long(2), []).list.map(({ path }) => path)).toEqual(['/l']);
    expect(changesBetween(nested(1), nested(2), []).list.map(({ path }) => path)).toEqual(['/l']);
  });

  it('carries nothing that a database refuses', () => {
    const [change] = changesBetween({}, { 'k\0': ['a\0b', '\uD800', 1e-310, { '\uDC00': 1 }] }, []).list;
    expect(change).toEqual({ path: '/k\uFFFD', after: ['a\uFFFDb', '\uFFFD', '1e-310', { '\uFFFD': 1 }] });
  });

  it('shortens what is nested too deeply for an event, and refuses what has no end', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : { d: deep(levels - 1) });
    expect(typeof changesBetween({}, { a: deep(30) }, []).list[0]?.after).toBe('string');
    expect(() => changesBetween({}, { a: deep(300) }, [])).toThrow(RangeError);
  });
});
