import fc from 'fast-check';
import { changesBetween } from './changes';
import { MASK } from './masking';

const SECRET = 'wJalrXUtnFEMI';

describe('masking', () => {
  it('tells that a secret changed, never what it was', () => {
    const state = (secretKey: string) => ({ spec: { credentials: { accessKey: 'AK', secretKey } } });
    expect(changesBetween(state(SECRET), state('other'), ['/spec/credentials/secretKey']).list).toEqual([
      { path: '/spec/credentials/secretKey', before: MASK, after: MASK },
    ]);
    expect(changesBetween(state(SECRET), state(SECRET), ['/spec/credentials/secretKey']).list).toEqual([]);
  });

  it('reaches into whole values that were added or removed', () => {
    const sinks = [{ type: 'cloudwatch', cloudWatch: { credentials: { secretKey: SECRET } } }];
    const paths = ['/spec/sinks/*/cloudWatch/credentials/secretKey'];
    expect(changesBetween(undefined, { spec: { sinks } }, paths).list).toEqual([
      { path: '/spec', after: { sinks: [{ type: 'cloudwatch', cloudWatch: { credentials: { secretKey: MASK } } }] } },
    ]);
  });

  it('masks whatever stands at a secret path: an object, a list, a number', () => {
    const { list } = changesBetween({}, { a: { password: { deep: [SECRET] } }, password: 42 }, ['/**/password']);
    expect(list).toEqual([
      { path: '/a', after: { password: MASK } },
      { path: '/password', after: MASK },
    ]);
  });

  it('shows that a secret was set or taken away', () => {
    expect(changesBetween({ password: null }, { password: SECRET }, ['/password']).list).toEqual([
      { path: '/password', before: null, after: MASK },
    ]);
  });

  it('never lets a secret through, wherever it is', () => {
    const key = fc.constantFrom('a', 'b', 'password', '*', '**');
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constant('plain'),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(key, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    const filled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(filled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([k, v]) => [k, k === 'password' ? { x: [SECRET, v] } : filled(v)]),
      );
    };
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const changes = changesBetween({ r: filled(before) }, { r: filled(after) }, ['/**/password']);
        expect(JSON.stringify(changes)).not.toContain(SECRET);
        expect(JSON.stringify(changes)).not.toContain('secret:');
      }),
    );
  });
});
