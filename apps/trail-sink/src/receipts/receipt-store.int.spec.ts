import { randomBytes, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { DeliveryStore } from '../delivery/delivery-store';
import { ReplayStore } from '../replay/replay-store';
import { StoreUnderTest } from '../testing/store.fixture';
import type { Receipt } from './receipt';
import { ReceiptStore, type StoredReceipt } from './receipt-store';
import { uidXor } from './uid-hash';

const epochId = 1;
const partitions = [0, 1, 2, 3, 4];
const time = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
/** Beyond what a number of JavaScript's holds exactly. */
const far = 2n ** 60n + 1n;

function aReceipt(partition: number, accepted: number, rejected: number, other: Partial<Receipt> = {}): Receipt {
  const [uids, rejectedUids] = [randomBytes(accepted * 16), randomBytes(rejected * 16)];
  return {
    ...{ epochId, partition, firstOffset: far + BigInt(partition), lastOffset: far + 1_000n + BigInt(partition) },
    ...{ firstTime: time + partition, lastTime: time + 60_000 + partition, requestId: `call ${partition}` },
    ...{
      resent: 0,
      accepted,
      uids,
      digests: randomBytes(accepted * 8),
      uidXor: uidXor(uids),
      rejected,
      rejectedUids,
      ...other,
    },
  };
}

const asStored = (receipt: Receipt, isReplay: boolean): StoredReceipt => {
  const { firstOffset: _, lastTime: _1, resent: _2, rejected: _3, ...stored } = receipt;
  return { ...stored, isReplay };
};

/** Of calls whose events came from one partition, from several, and from none that is written down. */
const calls: [string, () => Receipt[]][] = [
  ['nothing', () => []],
  ['one receipt', () => [aReceipt(0, 1_000, 0)]],
  ['one receipt with uids that were rejected', () => [aReceipt(1, 3, 2)]],
  ['one receipt whose uids were all rejected', () => [aReceipt(1, 0, 2, { uidXor: 0n })]],
  ['receipts of several partitions', () => [aReceipt(3, 2, 0), aReceipt(0, 700, 0), aReceipt(1, 1, 0)]],
  [
    'receipts of several partitions, with rejected uids in some',
    () => [
      aReceipt(4, 5, 0),
      aReceipt(0, 2, 3, { requestId: undefined, resent: 2 }),
      aReceipt(3, 0, 1, { requestId: 'a "quoted\\ one", {with} NULL' }),
      aReceipt(1, 300, 0, { uidXor: -(2n ** 63n), requestId: 'NULL' }),
      aReceipt(2, 1, 40, { uidXor: 2n ** 63n - 1n, requestId: '' }),
    ],
  ],
];

describe('what sinks acknowledged comes back as it was', () => {
  let under: StoreUnderTest | undefined;
  let dataSource: DataSource;
  let delivery: DeliveryStore;
  let trailUid: string;

  beforeAll(async () => {
    under = await StoreUnderTest.start();
    dataSource = under.dataSource;
    delivery = under.store;
  }, 60_000);

  beforeEach(async () => {
    trailUid = randomUUID();
    await under!.makeTrails([trailUid]);
    await dataSource.query('INSERT INTO trails.delivery (trail_uid) VALUES ($1)', [trailUid]);
    await delivery.openLanes([trailUid], epochId, partitions);
  });

  afterAll(() => under?.stop());

  async function expectReceipts(receipts: readonly Receipt[], isReplay: boolean): Promise<void> {
    const stored = await new ReceiptStore(dataSource).between(trailUid, time, time + 1_000);
    expect(stored).toEqual(receipts.map((receipt) => asStored(receipt, isReplay)));
    const others: unknown = await dataSource.query(
      `SELECT first_offset, last_time, resent, rejected FROM trails.receipt WHERE trail_uid = $1 ORDER BY id`,
      [trailUid],
    );
    const expected = receipts.map(({ firstOffset, lastTime, resent, rejected }) => ({
      ...{ first_offset: String(firstOffset), last_time: new Date(lastTime), resent, rejected },
    }));
    expect(others).toEqual(expected);
  }

  it.each(calls)('with the lanes and the counts of its trail: %s', async (_, made) => {
    const receipts = made();
    const positions = receipts.map(({ partition, lastOffset }) => ({ epochId, partition, next: lastOffset + 1n }));
    const sum = (of: (receipt: Receipt) => number) => receipts.reduce((all, receipt) => all + of(receipt), 0);
    const tally = {
      delivered: sum((one) => one.accepted),
      rejected: sum((one) => one.rejected),
      resent: 2,
      shortened: 1,
    };
    await delivery.acknowledge(trailUid, positions, { ...tally, newest: time }, receipts);
    await expectReceipts(receipts, false);
    const lanes = await delivery.lanes(partitions, trailUid);
    const reached = new Map(positions.map(({ partition, next }) => [partition, next]));
    expect(new Map(lanes.map(({ partition, next }) => [partition, next]))).toEqual(
      new Map(partitions.map((partition) => [partition, reached.get(partition) ?? 0n])),
    );
    const counted: unknown = await dataSource.query(
      `SELECT delivered::int4, rejected::int4, resent::int4, shortened::int4, newest_entry_time FROM trails.delivery
        WHERE trail_uid = $1`,
      [trailUid],
    );
    expect(counted).toEqual([{ ...tally, newest_entry_time: tally.delivered > 0 ? new Date(time) : null }]);
  });

  it.each(calls)('by a replay, although that was cancelled meanwhile: %s', async (_, made) => {
    const receipts = made();
    const step = { last: undefined, sent: 0, rejected: 0, receipts };
    const place = { epochId, partition: 0, term: 1n };
    expect(await new ReplayStore(dataSource).advance(trailUid, randomUUID(), place, step)).toBe(false);
    await expectReceipts(receipts, true);
  });
});
