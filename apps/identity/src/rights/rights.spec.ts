import { permissions, type Permission } from '@trailbook/access';
import fc from 'fast-check';
import { firstMissing, rightsOf } from './rights';

const grant = fc.record({
  permissions: fc.subarray([...permissions]),
  projectUid: fc.constantFrom(null, 'p1', 'p2'),
});

describe('rights', () => {
  it('never lack what a part of them gives', () => {
    fc.assert(
      fc.property(fc.array(grant), fc.array(grant), (some, more) => {
        expect(firstMissing(rightsOf([...some, ...more]), rightsOf(some))).toBeUndefined();
      }),
    );
  });

  it('of a tenant hold in its projects, and of a project nowhere else', () => {
    const viewer: Permission[] = ['audit.get', 'audit.list'];
    const tenant = rightsOf([{ permissions: viewer, projectUid: null }]);
    const project = rightsOf([{ permissions: viewer, projectUid: 'p1' }]);
    expect(firstMissing(tenant, project)).toBeUndefined();
    expect(firstMissing(project, tenant)).toBe('audit.get');
    expect(firstMissing(project, rightsOf([{ permissions: viewer, projectUid: 'p2' }]))).toBe('audit.get');
  });

  it('in a project are those alone that exist there', () => {
    const { projects } = rightsOf([{ permissions: ['user.list', 'audit.get'], projectUid: 'p1' }]);
    expect([...(projects.get('p1') ?? [])]).toEqual(['audit.get']);
  });
});
