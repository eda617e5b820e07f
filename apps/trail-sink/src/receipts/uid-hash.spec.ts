import fc from 'fast-check';
import { LogEvent } from '../delivery/log-event';
import { packUids, packUidsOf, unpackUids, uidXor } from './uid-hash';

describe('the uids of a receipt', () => {
  it('come back as they were packed', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid()), (uids) => {
        expect([...unpackUids(packUids(uids))]).toEqual(uids);
      }),
    );
  });

  it('are the same of events, wherever these came from', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid()), (uids) => {
        const messages = uids.map((uid) => Buffer.from(`{"uid":"${uid}","n":1}`));
        const ofLog = messages.map((message) => new LogEvent(1, 2, 3n, 0, 0, 0, message, 0, message.length));
        const ofStore = messages.map((message, n) => ({ uid: uids[n]!, time: 0, message }));
        expect(packUidsOf(ofLog)).toEqual(packUids(uids));
        expect(packUidsOf(ofStore)).toEqual(packUids(uids));
        expect(ofLog.map(({ uid }) => uid)).toEqual(uids);
      }),
    );
  });

  it('have one hash in whatever order, which shows when one is missing or another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2 }), fc.uuid(), (uids, other) => {
        const whole = uidXor(packUids(uids));
        expect(uidXor(packUids([...uids].reverse()))).toBe(whole);
        expect(uidXor(packUids(uids.slice(1)))).not.toBe(whole);
        fc.pre(!uids.includes(other));
        expect(uidXor(packUids([other, ...uids.slice(1)]))).not.toBe(whole);
      }),
    );
    expect(uidXor(packUids([]))).toBe(0n);
  });

  it('differ in their hashes although they were made one after the other', () => {
    const inARow = Array.from({ length: 4 }, (_, index) => `0190f7a4-9d1c-7abc-8def-01234567890${index}`);
    expect(uidXor(packUids(inARow))).not.toBe(0n);
  });
});
