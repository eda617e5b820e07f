import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box';
import { parseTrailKeys } from './trail-keys';

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;
const owner = { tenantUid: 'acme', trailUid: '0192f0c1-1111-7000-8000-000000000001' };

describe('secrets at rest', () => {
  const old = newKey('2025');
  const box = new SecretBox(parseTrailKeys(old));

  it('come back as they were', () => {
    for (const secret of ['', 'wJalrXUtnFEMI/K7MDENG', 'ümläut 😀'.repeat(1_000)]) {
      expect(box.open(box.seal(secret, owner), owner)).toBe(secret);
    }
  });

  it('never look the same twice, nor show what they hold', () => {
    const [one, other] = [box.seal('secret', owner), box.seal('secret', owner)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes('secret')).toBe(false);
  });

  it('are of one tenant and one trail', () => {
    const record = box.seal('secret', owner);
    expect(() => box.open(record, { ...owner, tenantUid: 'other' })).toThrow("can't be read");
    expect(() => box.open(record, { ...owner, trailUid: 'other' })).toThrow("can't be read");
  });

  it('refuse to be altered, in any byte', () => {
    const record = box.seal('secret', owner);
    for (let at = 0; at < record.length; at += 1) {
      const altered = Buffer.from(record);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => box.open(altered, owner)).toThrow("can't be read");
      expect(() => box.open(record.subarray(0, at), owner)).toThrow("can't be read");
    }
  });

  it('outlive a change of keys: the first encrypts, all decrypt', () => {
    const record = box.seal('secret', owner);
    const rotated = new SecretBox(parseTrailKeys(`${newKey('2026')},${old}`));
    expect(rotated.open(record, owner)).toBe('secret');
    expect(rotated.isOutdated(record)).toBe(true);
    expect(rotated.isOutdated(rotated.seal('secret', owner))).toBe(false);
    expect(() => box.open(rotated.seal('secret', owner), owner)).toThrow('TRAIL_KEYS has no key "2026"');
  });
});

describe('TRAIL_KEYS', () => {
  it.each(['', 'a', 'a:', `a:${randomBytes(31).toString('base64')}`, `:${randomBytes(32).toString('base64')}`, 'a:b,'])(
    'refuses %j without repeating it',
    (text) => expect(() => parseTrailKeys(text)).toThrow(/^TRAIL_KEYS must be kid:base64/),
  );

  it('refuses a key id that comes twice', () => {
    expect(() => parseTrailKeys(`${newKey('a')},${newKey('a')}`)).toThrow('twice');
  });
});
