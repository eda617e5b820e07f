import { FilterHistory, changeTakesMs } from './filter-history';
import { letsThrough, type Filtered, type TrailFilter } from './trail-filter';

const entry: Filtered = { actionType: 'create', resourceKind: 'cluster', projectUid: 'p1' };

describe('a trail’s filter', () => {
  it.each<[string, TrailFilter, Filtered | undefined, boolean]>([
    ['without a list lets an entry through', {}, entry, true],
    ['without a list lets a note through', {}, undefined, true],
    ['with a list lets no note through', { actionTypes: ['create'] }, undefined, false],
    ['lets through what is listed', { actionTypes: ['delete', 'create'] }, entry, true],
    ['keeps back another action', { actionTypes: ['delete'] }, entry, false],
    ['keeps back another kind', { resourceKinds: ['user'] }, entry, false],
    ['keeps back another project', { projects: ['p2'] }, entry, false],
    ['by project keeps back what has none', { projects: ['p1'] }, { ...entry, projectUid: undefined }, false],
    ['asks for all lists', { actionTypes: ['create'], resourceKinds: ['user'] }, entry, false],
    [
      'is content with all lists',
      { actionTypes: ['create'], resourceKinds: ['cluster'], projects: ['p1'] },
      entry,
      true,
    ],
  ])('%s', (_, filter, what, expected) => {
    expect(letsThrough(filter, what)).toBe(expected);
  });

  it('goes by when an entry was received, and a change holds a little later', () => {
    const first = FilterHistory.of({ actionTypes: ['delete'] });
    const second = first.changed({ actionTypes: ['create'] }, 100_000);
    const since = 100_000 + changeTakesMs;
    expect([since - 1, since].map((at) => second.letsThrough(at, entry))).toEqual([false, true]);
    expect(second.present).toEqual({ actionTypes: ['create'] });
    expect(second.changed({ actionTypes: ['create'] }, 200_000)).toBe(second);
  });

  it('forgets a change that is taken back before it holds', () => {
    const first = FilterHistory.of({});
    const taken = first.changed({ projects: ['p2'] }, 100_000).changed({}, 101_000);
    expect(taken.letsThrough(100_000 + changeTakesMs, entry)).toBe(true);
  });

  it('forgets the oldest changes', () => {
    let history = FilterHistory.of({});
    for (let index = 0; index < 200; index += 1) {
      history = history.changed({ resourceKinds: [`kind-${index}`] }, index * 100_000);
    }
    expect(history.filters).toHaveLength(50);
  });
});
