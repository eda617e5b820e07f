import { commandOf, UsageError } from './arguments';

describe('the command line on rejected records', () => {
  it('lists the newest hundred unless told otherwise', () => {
    expect(commandOf(['list'])).toMatchObject({ name: 'list', limit: 100, wanted: { reason: undefined } });
    expect(commandOf(['list', '--reason', 'schema', '--since', '2026-01-02T00:00:00Z', '--limit', '5'])).toMatchObject({
      limit: 5,
      wanted: { reason: 'schema', since: Date.UTC(2026, 0, 2) },
    });
  });

  it('replays what is named, or all that matches', () => {
    expect(commandOf(['replay', '--offset', '3:14', '--offset', '0:1']).wanted.places).toEqual(
      new Set(['3:14', '0:1']),
    );
    expect(commandOf(['replay', '--all-matching']).wanted.places.size).toBe(0);
  });

  it.each([
    [[], 'list or replay'],
    [['purge'], 'list or replay'],
    [['replay'], 'which to replay'],
    [['replay', '--reason', 'schema'], 'which to replay'],
    [['replay', '--all-matching', '--offset', '1:2'], 'which to replay'],
    [['replay', '--offset', '1:2', '--reason', 'schema'], 'no filter'],
    [['replay', '--offset', '12'], 'PARTITION:OFFSET'],
    [['list', '--since', 'yesterday'], 'not a time'],
    [['list', '--limit', '0'], '--limit'],
    [['list', '--everything'], '--everything'],
  ])('refuses %j', (args, sentence) => {
    expect(() => commandOf(args)).toThrow(UsageError);
    expect(() => commandOf(args)).toThrow(sentence);
  });
});
