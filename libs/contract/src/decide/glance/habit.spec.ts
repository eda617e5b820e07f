import { Habit } from './habit';

const glances = (habit: Habit, records: number, usual: boolean): number => {
  let count = 0;
  for (let n = 0; n < records; n += 1) {
    if (!habit.isLikely) continue;
    count += 1;
    habit.found(usual);
  }
  return count;
};

describe('the habit of glancing', () => {
  test('stays while some records are usual', () => {
    const habit = new Habit();
    for (let n = 0; n < 20; n += 1) {
      expect(glances(habit, 20, false)).toBe(20);
      expect(glances(habit, 1, true)).toBe(1);
    }
  });

  test('is nearly given up where none is, and comes back with the first that is', () => {
    const habit = new Habit();
    glances(habit, 100, false);
    expect(glances(habit, 1_600, false)).toBeLessThan(250);
    while (!habit.isLikely);
    habit.found(true);
    expect(glances(habit, 100, true)).toBe(100);
  });
});
