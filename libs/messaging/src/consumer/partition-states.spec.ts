import { PartitionStates } from './partition-states';

const numbers = (states: { partition: number }[]) => states.map(({ partition }) => partition);

describe('the partitions of a member', () => {
  it('keep their place when the member stays in the group', () => {
    const states = new PartitionStates();
    const first = states.assign([0, 1], true);
    expect([first.revoked, numbers(first.added), first.kept]).toEqual([[], [0, 1], []]);
    const [zero, one] = first.added;
    (zero as { expected?: bigint }).expected = 5n;
    const second = states.assign([2, 0], true);
    expect([second.revoked, numbers(second.added), numbers(second.kept)]).toEqual([[1], [2], [0]]);
    expect(states.get(0)?.expected).toBe(5n);
    expect(states.current(0, zero?.assignment ?? -1)).toBe(zero);
    expect(states.current(1, one?.assignment ?? -1)).toBeUndefined();
  });

  it('are all new to a member that was expelled meanwhile', () => {
    const states = new PartitionStates();
    const [before] = states.assign([0], true).added;
    const change = states.assign([0], false);
    expect([change.revoked, numbers(change.added), change.kept]).toEqual([[0], [0], []]);
    expect(states.current(0, before?.assignment ?? -1)).toBeUndefined();
  });

  it('make what is in flight void when they are placed anew', () => {
    const states = new PartitionStates();
    const [before] = states.assign([0], true).added;
    const renewed = states.renew(0);
    expect(renewed?.assignment).not.toBe(before?.assignment);
    expect(states.current(0, before?.assignment ?? -1)).toBeUndefined();
    expect(states.renew(9)).toBeUndefined();
  });
});
