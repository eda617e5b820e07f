import { heldUp } from '@trailbook/testing';
import { randomUUID } from 'node:crypto';
import { StoreUnderTest } from '../testing/store.fixture';
import type { Checkpoint } from './checkpoint';
import type { DeliveryStore } from './delivery-store';
import { Lane } from './lane';

const epochId = 1;
const partition = 3;

describe('the checkpoints of partitions', () => {
  let under: StoreUnderTest | undefined;
  let databaseName: string;
  let store: DeliveryStore;
  let trailUid: string;
  let otherUid: string;
  let term: bigint;

  beforeAll(async () => {
    under = await StoreUnderTest.start();
    store = under.store;
    databaseName = under.database.name;
  }, 60_000);

  beforeEach(async () => {
    [trailUid, otherUid] = [randomUUID(), randomUUID()];
    await under!.dataSource.query('DELETE FROM trails.trail');
    await under!.dataSource.query('DELETE FROM trails.log_position');
    await under!.makeTrails([trailUid, otherUid]);
    term = await takeOver();
    await store.openLanes([trailUid, otherUid], epochId, [partition]);
  });

  afterAll(() => under?.stop());

  async function takeOver(): Promise<bigint> {
    return (await store.takeTerms(epochId, [partition])).get(partition)!;
  }

  function aCheckpoint(
    number: number,
    next: bigint,
    sides: readonly [string, bigint, boolean][],
    of = term,
  ): Checkpoint {
    const place = { epochId, partition, term: of };
    const lanes = sides.map(([uid, at, behind]) => ({
      lane: new Lane(place, at, behind),
      trailUid: uid,
      next: at,
      behind,
    }));
    return { place, number, next, lanes };
  }

  async function stands() {
    const [rows, positions] = await Promise.all([store.lanes([partition]), store.logPositions([partition])]);
    const lane = (uid: string) => {
      const row = rows.find((one) => one.trailUid === uid);
      return [row?.next, row?.behind];
    };
    return { log: positions[0]?.next, lane: lane(trailUid), other: lane(otherUid) };
  }

  it('say where the log is read on, and on which side the lanes are that turned', async () => {
    expect(await store.writeCheckpoint(aCheckpoint(1, 40n, [[trailUid, 40n, false]]))).toBe(true);
    expect(await stands()).toEqual({ log: 40n, lane: [40n, false], other: [0n, true] });
    const turned = aCheckpoint(2, 70n, [
      [trailUid, 50n, true],
      [otherUid, 60n, false],
    ]);
    expect(await store.writeCheckpoint(turned)).toBe(true);
    expect(await store.writeCheckpoint(aCheckpoint(3, 75n, []))).toBe(true);
    expect(await stands()).toEqual({ log: 75n, lane: [50n, true], other: [60n, false] });
  });

  it('never take a lane back behind what was delivered', async () => {
    await store.advanceLanes(trailUid, [{ epochId, partition, next: 30n }]);
    expect(await store.writeCheckpoint(aCheckpoint(1, 40n, [[trailUid, 20n, false]]))).toBe(true);
    expect(await stands()).toMatchObject({ log: 40n, lane: [30n, false] });
  });

  it('are refused as a whole when a later one of the same term was written', async () => {
    await store.writeCheckpoint(aCheckpoint(2, 70n, [[trailUid, 50n, true]]));
    for (const number of [1, 2]) {
      expect(await store.writeCheckpoint(aCheckpoint(number, 40n, [[trailUid, 60n, false]]))).toBe(false);
    }
    expect(await stands()).toMatchObject({ log: 70n, lane: [50n, true] });
  });

  it('are refused as a whole once somebody has taken the partition over, whose own count begins anew', async () => {
    await store.writeCheckpoint(aCheckpoint(8, 40n, [[trailUid, 40n, true]]));
    const later = await takeOver();
    expect(await store.writeCheckpoint(aCheckpoint(9, 70n, [[trailUid, 40n, false]]))).toBe(false);
    expect(await store.writeCheckpoint(aCheckpoint(1, 45n, [[otherUid, 45n, false]], later))).toBe(true);
    expect(await stands()).toEqual({ log: 45n, lane: [40n, true], other: [45n, false] });
    // What whoever had it before has delivered is delivered.
    await store.advanceLanes(trailUid, [{ epochId, partition, next: 44n }]);
    expect(await stands()).toMatchObject({ lane: [44n, true] });
  });

  it('are refused too when the partition is taken over while they wait to be written', async () => {
    const takenOver = { before: 'UPDATE trails.partition_term SET term = term + 1, checkpoint = 0' };
    const late = () => store.writeCheckpoint(aCheckpoint(1, 70n, [[trailUid, 40n, false]]));
    expect(await heldUp(databaseName, takenOver, late)).toBe(false);
    expect(await stands()).toEqual({ log: undefined, lane: [0n, true], other: [0n, true] });
  });

  it('lack the lanes of trails that nobody delivers: those are behind from the take-over on', async () => {
    const both: [string, bigint, boolean][] = [
      [trailUid, 10n, false],
      [otherUid, 20n, false],
    ];
    await store.writeCheckpoint(aCheckpoint(1, 30n, both));
    await store.leaveBehind([trailUid], epochId, [partition]);
    expect(await stands()).toEqual({ log: 30n, lane: [10n, false], other: [20n, true] });
  });
});
