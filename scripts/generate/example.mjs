/** The event that the reference shows, in both content modes. */
export const example = {
  id: '0198f0c0-7c3e-7abc-8def-0123456789ab',
  source: '/services/cluster-profiles',
  type: 'dev.trailbook.audit.event.v1',
  time: '2026-01-15T10:20:30.456Z',
  subject: 'clusterprofile/68f1c2',
  data: {
    tenantUid: 'acme',
    projectUid: 'edge',
    projectName: 'Edge sites',
    actionType: 'update',
    resource: { kind: 'clusterprofile', uid: '68f1c2', name: 'base-os' },
    actor: { actorType: 'user', user: { uid: 'u-17', emailId: 'grace@example.com' } },
    actionMsg: 'Updated cluster profile base-os',
    changes: [{ path: '/spec/version', before: '1.4.2', after: '1.5.0' }],
    request: { ip: '203.0.113.7', requestId: 'req-81f3' },
  },
};

export const exampleNote = {
  id: '0198f0c1-02aa-7001-9c4f-aabbccddeeff',
  source: '/services/cluster-profiles',
  type: 'dev.trailbook.audit.note.v1',
  time: '2026-01-15T10:22:00.000Z',
  data: {
    tenantUid: 'acme',
    auditUid: example.id,
    userMsg: 'security fix for the base image',
    actor: { actorType: 'user', user: { uid: 'u-17', emailId: 'grace@example.com' } },
  },
};
