import { goodRecords, RecordBuilder } from './corpus';
import { decide } from './decide/decide';
import { schemaProblem } from './decide/schema-check';
import type { Entry } from './entry';
import { toAudit } from './to-audit';

const options = { now: Date.UTC(2026, 0, 2, 3, 4, 5, 6), tenantUid: 'acme' };
const build = new RecordBuilder(options);
const entry = (data: object, more: Partial<Entry> = {}): Entry => ({
  uid: 'u-1',
  source: '/s',
  sourceVerification: 'unverified',
  time: options.now,
  receivedAt: options.now + 1000,
  mode: 'binary',
  value: JSON.stringify(build.data(data)),
  ...more,
});

describe('an entry in REST', () => {
  test('has every field the Palette API has, and never changes, attributes or request', () => {
    const data = {
      projectUid: 'p-1',
      projectName: 'Project One',
      resource: { kind: 'cluster', uid: 'c-1', name: 'edge', label: 'Edge' },
      actor: { actorType: 'user', user: { uid: 'u', emailId: 'a@b.c', firstName: 'A', lastName: 'B', org: 'acme' } },
      actionMsg: 'Updated',
      contentMsg: 'Details',
      changes: [{ path: '/a' }],
      attributes: { a: 'b' },
      request: { ip: '::1' },
      outcome: 'failure',
      unknown: 1,
    };
    expect(toAudit(entry(data, { latestNote: { userMsg: 'why', time: options.now + 5000 } }))).toEqual({
      metadata: {
        uid: 'u-1',
        creationTimestamp: '2026-01-02T03:04:05.006Z',
        lastModifiedTimestamp: '2026-01-02T03:04:10.006Z',
        receivedTimestamp: '2026-01-02T03:04:06.006Z',
      },
      spec: {
        actionType: 'update',
        actionMsg: 'Updated',
        contentMsg: 'Details',
        userMsg: 'why',
        actor: { actorType: 'user', user: data.actor.user, project: { uid: 'p-1', name: 'Project One' } },
        resource: data.resource,
        outcome: 'failure',
        source: '/s',
        sourceVerification: 'unverified',
      },
    });
  });

  test('omits absent objects and has empty strings where clients read them', () => {
    expect(toAudit(entry({ actor: { actorType: 'user', user: { uid: 'u' } } })).spec).toEqual({
      actionType: 'update',
      actionMsg: '',
      actor: { actorType: 'user', user: { uid: 'u', emailId: '', firstName: '', lastName: '', org: '' } },
      resource: { uid: 'cluster-1', kind: 'cluster', name: '', label: '' },
      outcome: 'success',
      source: '/s',
      sourceVerification: 'unverified',
    });
  });

  test('a tenant-level entry has no project, not even where a name of one came along', () => {
    expect(toAudit(entry({ projectName: 'P' })).spec.actor).not.toHaveProperty('project');
  });

  test('a note that came with the event shows until another one is written', () => {
    const data = { userMsg: 'with the event' };
    expect(toAudit(entry(data)).spec.userMsg).toBe('with the event');
    expect(toAudit(entry(data, { latestNote: { userMsg: 'later', time: 0 } })).spec.userMsg).toBe('later');
  });

  test('keeps its own schema, whatever the event', () => {
    for (const { record } of goodRecords(options)) {
      const decision = decide(record);
      if (decision.kind !== 'event') continue;
      expect(schemaProblem('Audit', toAudit({ ...decision.event, receivedAt: options.now }))).toBeUndefined();
    }
  });
});
