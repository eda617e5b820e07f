import fc from 'fast-check';
import { copyUid, uidBytes, writeUid } from './uid-bytes';

describe('the bytes of a uid', () => {
  it('are those of its digits, whether it is a string or lies in other bytes', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(20), fc.nat(20), (uid, before, at) => {
        const [written, copied] = [Buffer.alloc(at + uidBytes + 1), Buffer.alloc(at + uidBytes + 1)];
        writeUid(uid, written, at);
        copyUid(Buffer.from(`${'"'.repeat(before)}${uid}"}`), before, copied, at);
        expect(written.toString('hex')).toBe(`${'00'.repeat(at)}${uid.replaceAll('-', '')}00`);
        expect(copied).toEqual(written);
      }),
    );
  });
});
