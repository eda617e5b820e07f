import { grouped, permissionsTold } from './permissions';

const all = new Set(['audit.get', 'audit.list', 'role.bind', 'user.get', 'user.list']);

describe('permissions', () => {
  it('are grouped by what they are for', () => {
    expect([...grouped(all)]).toEqual([
      ['audit', ['get', 'list']],
      ['role', ['bind']],
      ['user', ['get', 'list']],
    ]);
  });

  it.each([
    [[], ''],
    [['audit.get'], 'audit: get'],
    [['audit.list', 'audit.get', 'role.bind'], 'audit: all · role: bind'],
    [['trail.get'], 'trail: get'],
  ])('%j is told as %j', (held, told) => expect(permissionsTold(held, all)).toBe(told));
});
