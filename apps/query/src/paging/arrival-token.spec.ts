import { ArrivalTokens, type ArrivalPlace } from './arrival-token';
import { SealedPayloads } from './sealed-payload';

const key = '0123456789abcdef0123456789abcdef';
const tokens = new ArrivalTokens(new SealedPayloads(key));
const binding = { tenantUid: 'acme', projectUid: '*', filter: '{}' };
const placeAt = (offset: bigint): ArrivalPlace => ({
  positions: [
    { epoch: 3, partition: 0, offset },
    { epoch: 3, partition: 7, offset: offset + 5n },
  ],
  shown: 4,
  count: 9,
  countExact: true,
});

describe('a token of the order of arrival', () => {
  it('carries a place there and back, and is the same for the same place', () => {
    const token = tokens.write(placeAt(1_234_567n), binding);
    expect(tokens.read(token, binding)).toEqual(placeAt(1_234_567n));
    expect(tokens.write(placeAt(1_234_567n), binding)).toBe(token);
    expect(new ArrivalTokens(new SealedPayloads(key)).read(token, binding)).toEqual(placeAt(1_234_567n));
  });

  it('tells nobody how far the log of the whole platform is', () => {
    const offset = 0x0102030405060708n;
    const bytes = Buffer.from(tokens.write(placeAt(offset), binding), 'base64url');
    expect(bytes.includes(Buffer.from('0102030405060708', 'hex'))).toBe(false);
    expect(bytes.includes(Buffer.from('050607', 'hex'))).toBe(false);
    // Nor how much was written since: no byte stays where it was.
    const next = Buffer.from(tokens.write(placeAt(offset + 1n), binding), 'base64url');
    const same = [...bytes].filter((byte, index) => byte === next[index]).length;
    expect(same).toBeLessThan(bytes.length / 4);
  });

  it.each([{ tenantUid: 'other' }, { projectUid: 'p1' }, { filter: '{"actions":["create"]}' }])(
    'opens nothing else: %j',
    (other) => expect(tokens.read(tokens.write(placeAt(1n), binding), { ...binding, ...other })).toBeUndefined(),
  );
});
