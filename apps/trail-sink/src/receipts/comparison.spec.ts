import type { StoredPlace } from '@trailbook/store/read';
import { randomUUID } from 'node:crypto';
import { FilterHistory } from '../trails/filter-history';
import { Comparison } from './comparison';
import type { LaneReach, StoredReceipt } from './receipt-store';
import { packedDigests } from './digests';
import { packUids, uidXor } from './uid-hash';

const lane: LaneReach = { epochId: 2, partition: 0, first: 10n, reached: 100n };
const stored = (offset: number, more: Partial<StoredPlace> = {}): StoredPlace => ({
  key: { time: offset, uid: randomUUID() },
  receivedAt: offset,
  epoch: 2,
  partition: 0,
  offset: BigInt(offset),
  digest: 7,
  entry: { actionType: 'create', resourceKind: 'cluster', projectUid: undefined },
  ...more,
});
const receipt = (uids: string[], more: Partial<StoredReceipt> = {}): StoredReceipt => ({
  epochId: 2,
  partition: 0,
  lastOffset: 50n,
  firstTime: 0,
  isReplay: false,
  requestId: 'r-1',
  accepted: uids.length,
  uids: packUids(uids),
  digests: packedDigests(new Float64Array(uids.length).fill(7)),
  uidXor: uidXor(packUids(uids)),
  rejectedUids: Buffer.alloc(0),
  ...more,
});
function compare(places: StoredPlace[], receipts: StoredReceipt[], filters = FilterHistory.of({}), lanes = [lane]) {
  const comparison = new Comparison(lanes, filters);
  for (const one of receipts) comparison.addReceipt(one);
  for (const one of places) comparison.addStored(one);
  for (const uid of comparison.leftOver(() => true)) comparison.addUnexpected(uid);
  return comparison.result('', '');
}
const uidsOf = (places: StoredPlace[]) => places.map(({ key }) => key.uid);

describe('a comparison of the log with receipts', () => {
  const places = [10, 20, 99].map((offset) => stored(offset));

  it('finds no difference where each entry was acknowledged, under whatever offset', () => {
    const elsewhere = receipt(uidsOf(places), { partition: 7, lastOffset: 1n });
    expect(compare(places, [elsewhere])).toMatchObject({ entries: 3, acknowledged: 3, difference: 0 });
  });

  it('counts what came twice, and what was replayed, apart', () => {
    const uids = uidsOf(places);
    const all = compare(places, [receipt(uids), receipt(uids.slice(1)), receipt(uids, { isReplay: true })]);
    expect(all).toMatchObject({ acknowledged: 3, repeated: 2, replayed: 3, receipts: 3, difference: 0 });
    const replayedAlone = compare(places, [receipt(uids, { isReplay: true })]);
    expect(replayedAlone).toMatchObject({ acknowledged: 3, repeated: 0, difference: 0 });
  });

  it('tells what is missing from what is not due', () => {
    const more = [stored(9), stored(100), stored(5, { epoch: 1 }), stored(5, { epoch: 3 }), stored(30)];
    const result = compare([...places, ...more], [receipt(uidsOf(places))]);
    expect(result).toMatchObject({ entries: 6, acknowledged: 3, pending: 2, missing: 1, difference: 1 });
    expect(result.differences).toMatchObject([{ kind: 'missing', uid: more[4]!.key.uid, offset: '30' }]);
  });

  it('expects all that was stored of a log that is gone', () => {
    expect(compare([stored(100)], [], undefined, [{ ...lane, reached: undefined }])).toMatchObject({ missing: 1 });
  });

  it('expects no more than the filter of the time lets through, and is content with more', () => {
    const filters = FilterHistory.of({}).changed({ actionTypes: ['delete'] }, 0);
    const later = stored(50, { receivedAt: 1_000_000 });
    expect(compare([...places, later], [receipt(uidsOf(places))], filters)).toMatchObject({
      entries: 3,
      difference: 0,
    });
    expect(compare([later], [receipt(uidsOf([later]))], filters)).toMatchObject({ entries: 0, difference: 0 });
  });

  it('lists the first hundred, and counts all', () => {
    const many = Array.from({ length: 250 }, (_, index) => stored(10, { key: { time: index, uid: randomUUID() } }));
    const result = compare(many, []);
    expect(result.differences).toHaveLength(100);
    expect(result).toMatchObject({ missing: 250, difference: 250 });
  });

  it('tells what was acknowledged with other content, or with two contents', () => {
    const uids = uidsOf(places);
    const digests = (...of: number[]) => ({ digests: packedDigests(Float64Array.from(of)) });
    const other = compare(places, [receipt(uids, digests(7, 8, 7))]);
    expect(other).toMatchObject({ acknowledged: 3, differing: 1, difference: 1 });
    expect(other.differences).toMatchObject([{ kind: 'content', uid: uids[1], requestId: 'r-1' }]);
    expect(compare(places, [receipt(uids), receipt(uids.slice(2), digests(9))])).toMatchObject({ differing: 1 });
    // Receipts of releases without digests say nothing of contents.
    expect(compare(places, [receipt(uids, digests())])).toMatchObject({ acknowledged: 3, differing: 0, difference: 0 });
  });

  it('sees that a receipt lost one of its uids', () => {
    const uids = uidsOf(places);
    const cut = receipt(uids, { uids: packUids(uids.slice(1)) });
    expect(compare(places, [cut])).toMatchObject({ brokenReceipts: 1, missing: 1, difference: 2 });
  });
});
