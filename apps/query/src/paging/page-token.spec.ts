import { anyText } from '@trailbook/contract/corpus';
import fc from 'fast-check';
import { PageTokens, type PagePosition } from './page-token';
import { SealedPayloads, type PageBinding } from './sealed-payload';

const tokens = new PageTokens(new SealedPayloads('0123456789abcdef0123456789abcdef'));
const binding: PageBinding = { tenantUid: 'acme', projectUid: '*', filter: '{}' };
const at: PagePosition = {
  time: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  uid: '01960000-0000-7000-8000-00000000abcd',
  position: 50,
  count: 12345,
  countExact: true,
};

describe('page tokens', () => {
  it('carry a position there and back, for any position', () => {
    const positions = fc.record({
      time: fc.integer({ min: 0, max: 8.64e15 }),
      uid: fc.uuid(),
      position: fc.maxSafeNat(),
      count: fc.maxSafeNat(),
      countExact: fc.boolean(),
    });
    fc.assert(
      fc.property(positions, (position) => {
        expect(tokens.read(tokens.write(position, binding), binding)).toEqual(position);
      }),
    );
  });

  it('are usable more than once and need no escaping in an address', () => {
    const token = tokens.write(at, binding);
    expect(token).toMatch(/^[\w-]{94}$/);
    expect(tokens.read(token, binding)).toEqual(at);
    expect(tokens.read(token, binding)).toEqual(at);
  });

  it.each<[string, Partial<PageBinding>]>([
    ['another tenant', { tenantUid: 'other' }],
    ['a project scope', { projectUid: 'p1' }],
    ['another filter', { filter: '{"actions":["create"]}' }],
    ['fields shifted into one another', { tenantUid: 'acme","*', projectUid: '' }],
  ])('do not open %s', (_what, changed) => {
    expect(tokens.read(tokens.write(at, binding), { ...binding, ...changed })).toBeUndefined();
  });

  it('are refused when one character differs, wherever it is', () => {
    const token = tokens.write(at, binding);
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(tokens.read(token.slice(0, index) + other + token.slice(index + 1), binding)).toBeUndefined();
    }
  });

  it('are refused when made with another key', () => {
    const foreign = new PageTokens(new SealedPayloads('another-key-another-key-another-key')).write(at, binding);
    expect(tokens.read(foreign, binding)).toBeUndefined();
  });

  it('refuse any garbage', () => {
    fc.assert(fc.property(anyText(), (garbage) => tokens.read(garbage, binding) === undefined));
    for (const garbage of [' ', '=', '%00', `${tokens.write(at, binding)}=`, `${tokens.write(at, binding)}A`]) {
      expect(tokens.read(garbage, binding)).toBeUndefined();
    }
  });

  it('refuse a short key', () => {
    expect(() => new PageTokens(new SealedPayloads('short'))).toThrow('at least 32');
  });
});
