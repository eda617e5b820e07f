import { decide, encodeBinary, type AuditEventData } from '@trailbook/contract';
import { aCaller, asReceived, ownSigner, ownVerificationKeys } from '@trailbook/testing';
import { downloadEvent } from './download-event';

describe('the event of a download', () => {
  it('is one that the contract accepts, at either scope', () => {
    for (const caller of [
      aCaller('Tenant Admin'),
      aCaller('Project Admin'),
      aCaller('Tenant Admin', { ip: undefined }),
    ]) {
      const event = downloadEvent(caller, { actionType: 'create' }, 'csv');
      const record = asReceived(encodeBinary(event, ownSigner('query').signer));
      expect(decide(record, { verificationKeys: ownVerificationKeys() })).toMatchObject({
        kind: 'event',
        event: {
          sourceVerification: 'verified',
          actionType: 'activity',
          resource: { kind: 'audit' },
          actor: { user: { uid: 'user-1' } },
        },
      });
    }
  });

  it('tells the filters, and belongs to the project that was downloaded', () => {
    const query = { resourceKind: ['a', 'b'], startTime: '2026-01-01T00:00:00Z', limit: '5' };
    const data = downloadEvent(aCaller('Project Admin'), query, 'ndjson').data as AuditEventData;
    expect(data.projectUid).toBe('project-1');
    expect(JSON.parse(data.contentMsg!)).toEqual({
      format: 'ndjson',
      filters: { resourceKind: ['a', 'b'], startTime: '2026-01-01T00:00:00Z' },
    });
  });
});
