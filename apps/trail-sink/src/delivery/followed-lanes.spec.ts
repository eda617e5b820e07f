import { FollowedLanes } from './followed-lanes';
import { Lane } from './lane';
import type { TrailWorker } from './trail-worker';

const worker = (tenantUid: string) => ({ tenantUid }) as unknown as TrailWorker;
const aLane = () => new Lane({ epochId: 1, partition: 0, term: 1n }, 0n, false);

describe('the lanes of a followed partition', () => {
  const lanes = new FollowedLanes();
  const [one, another, other] = [worker('acme'), worker('acme'), worker('other')];
  const lanesOf = (tenantUid: string) => lanes.ofTenant(tenantUid).map(({ worker: taker, lane }) => [taker, lane]);

  afterEach(() => lanes.clear());

  it('are found by their tenant', () => {
    const [first, second, third] = [aLane(), aLane(), aLane()];
    lanes.set(one, first).set(another, second).set(other, third);
    expect(lanesOf('acme')).toEqual([
      [one, first],
      [another, second],
    ]);
    expect(lanesOf('other')).toEqual([[other, third]]);
    expect(lanesOf('nobody')).toEqual([]);
    expect(lanes.get(another)).toBe(second);
  });

  it('are gone when they are taken away, or another takes the place', () => {
    const [first, second] = [aLane(), aLane()];
    lanes.set(one, first).set(one, second);
    expect(lanesOf('acme')).toEqual([[one, second]]);
    expect([lanes.size, lanes.delete(one), lanes.delete(one), lanes.size]).toEqual([1, true, false, 0]);
    expect(lanesOf('acme')).toEqual([]);
    lanes.set(other, first).clear();
    expect([lanes.size, lanesOf('other').length]).toEqual([0, 0]);
  });

  it('are not disturbed while somebody goes through them', () => {
    lanes.set(one, aLane());
    const seen: TrailWorker[] = [];
    for (const taker of lanes.ofTenant('acme')) {
      seen.push(taker.worker);
      if (seen.length === 1) lanes.set(another, aLane());
    }
    expect(seen).toEqual([one]);
  });
});
