import { decide, encodeBinary } from '@trailbook/contract';
import { aCaller, asReceived, ownSigner, ownVerificationKeys } from '@trailbook/testing';
import { uuidv7 } from 'uuidv7';
import { noteEvent } from './note-event';

describe('the event of a note', () => {
  it.each([
    ['a user', aCaller()],
    ['a user without names', aCaller('Tenant Admin', { emailId: '', firstName: undefined, lastName: '', org: '' })],
    ['a service', aCaller('Project Editor', { actorType: 'service', firstName: 'deployer' })],
    ['a service without a name', aCaller('Project Editor', { actorType: 'service', firstName: '', emailId: '' })],
  ])('by %s is one that the contract accepts', (_who, caller) => {
    const auditUid = uuidv7();
    const event = noteEvent(caller, auditUid, '😀'.repeat(255));
    const record = asReceived(encodeBinary(event, ownSigner('query').signer));
    const decision = decide(record, { verificationKeys: ownVerificationKeys() });
    expect(decision).toMatchObject({
      kind: 'note',
      note: { auditUid, tenantUid: 'acme', actor: { actorType: caller.actorType, user: { uid: 'user-1' } } },
    });
  });
});
