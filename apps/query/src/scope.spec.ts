import { ApiError } from '@trailbook/service';
import { aCaller } from '@trailbook/testing';
import { scopeOf } from './scope';

describe('the scope of a request', () => {
  it('is the whole tenant at tenant scope, and one project below', () => {
    expect(scopeOf(aCaller('Tenant Admin'))).toEqual({ tenantUid: 'acme', projectUid: '*' });
    expect(scopeOf(aCaller('Project Viewer', { projectUid: 'p1' }))).toEqual({ tenantUid: 'acme', projectUid: 'p1' });
  });

  it.each(['*', '', undefined])('is refused to a caller of project scope whose project is %j', (projectUid) => {
    expect(() => scopeOf(aCaller('Project Viewer', { projectUid }))).toThrow(ApiError.forbidden().message);
  });
});
