import type { Trail } from '@trailbook/contract';
import { draftOf, emptyDraft, problemsOf, specOf } from './trail-draft';

const trail: Trail = {
  metadata: { uid: 'u', name: 'security' },
  spec: {
    type: 'cloudwatch',
    cloudWatch: {
      group: '/audit',
      region: 'us-gov-west-1',
      stream: 's',
      credentials: {
        credentialType: 'sts',
        partition: 'aws-us-gov',
        sts: { arn: 'arn:aws-us-gov:iam::123456789012:role/r', externalId: 'of-the-role' },
      },
    },
    filter: { actionTypes: ['delete'], projects: ['p'] },
  },
};

describe('what the wizard asks for', () => {
  it('is the trail itself when nothing is changed', () => {
    expect(specOf(draftOf(trail))).toEqual(trail.spec);
  });

  it('has no filter where nothing is chosen, and no secret where none is typed', () => {
    const spec = specOf({ ...emptyDraft, group: 'g', accessKey: ' AKIA ' });
    expect(spec.filter).toBeUndefined();
    expect(spec.cloudWatch?.credentials).toEqual({ credentialType: 'secret', partition: 'aws', accessKey: 'AKIA' });
  });

  it('is complete before one goes on', () => {
    expect(Object.keys(problemsOf(0, emptyDraft, false))).toEqual(['name']);
    expect(Object.keys(problemsOf(1, { ...emptyDraft, group: 'a group' }, false))).toEqual(['group']);
    expect(Object.keys(problemsOf(2, emptyDraft, false))).toEqual(['accessKey', 'secretKey']);
    expect(Object.keys(problemsOf(2, emptyDraft, true))).toEqual(['accessKey']);
  });
});
