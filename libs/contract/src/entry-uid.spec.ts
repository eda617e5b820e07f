import fc from 'fast-check';
import { entryUid, isUuidV7 } from './entry-uid';

describe('entryUid', () => {
  test('the vector of the contract', () => {
    expect(entryUid('acme', '/services/cluster-profiles', '42')).toBe('c5ede15e-52bc-85c5-86e3-2efe6ad9e913');
  });

  test('a UUIDv7 is its own uid, in lower case', () => {
    expect(entryUid('acme', '/s', '0198F0C0-7C3E-7ABC-8DEF-0123456789AB')).toBe('0198f0c0-7c3e-7abc-8def-0123456789ab');
  });

  test.each([
    ['version 4', '0198f0c0-7c3e-4abc-8def-0123456789ab', false],
    ['version 7', '0198f0c0-7c3e-7abc-bdef-0123456789ab', true],
    ['another variant', '0198f0c0-7c3e-7abc-cdef-0123456789ab', false],
    ['without hyphens', '0198f0c07c3e7abc8def0123456789ab', false],
    ['in braces', '{0198f0c0-7c3e-7abc-8def-0123456789ab}', false],
    ['with a line end', '0198f0c0-7c3e-7abc-8def-0123456789ab\n', false],
  ])('%s', (_name, id, expected) => {
    expect(isUuidV7(id)).toBe(expected);
    expect(entryUid('acme', '/s', id) === id).toBe(expected);
  });

  test('any other id gives a UUIDv8 that depends on tenant, source and id', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(part, part, part, (tenant, source, id) => {
        const uid = entryUid(tenant, source, id);
        expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(entryUid(tenant, source, id)).toBe(uid);
        expect(entryUid(`${tenant}x`, source, id)).not.toBe(uid);
        expect(entryUid(tenant, `${source}x`, id)).not.toBe(uid);
        expect(entryUid(tenant, source, `${id}x`)).not.toBe(uid);
      }),
    );
  });
});
