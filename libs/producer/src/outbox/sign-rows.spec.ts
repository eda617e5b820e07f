import { generateKeyPairSync } from 'node:crypto';
import { decide, encodeBinary, EventSigner, type OutgoingEvent } from '@trailbook/contract';
import { asReceived } from '@trailbook/testing';
import { signed } from './sign-rows';

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const signer = EventSigner.parse(`spec-1:${pem}`);
const source = '/services/spec';
const verificationKeys = signer.verificationKeys(source);

const event: OutgoingEvent = {
  id: '01939dcd-5311-7d40-8db0-9496a2eef37b',
  source,
  type: 'dev.trailbook.audit.event.v1',
  time: new Date(),
  data: {
    tenantUid: 'acme',
    actionType: 'update',
    resource: { kind: 'thing', uid: 't1', name: 'käse' },
    actor: { actorType: 'system' },
  },
};
const row = (by?: EventSigner) => {
  const { key, headers, value } = encodeBinary(event, by);
  return { id: '1', key, headers, value: value.toString() };
};
const judged = ({ key, headers, value }: ReturnType<typeof row>) =>
  decide(asReceived({ key, headers, value: Buffer.from(value) }), { verificationKeys });

describe('a row of the outbox', () => {
  it('that was written before the service had a key is signed when it is published', () => {
    expect(judged(row())).toMatchObject({ kind: 'rejected', code: 'signature-invalid' });
    expect(judged(signed(row(), signer))).toMatchObject({ kind: 'event', event: { sourceVerification: 'verified' } });
  });

  it('keeps the signature that it has', () => {
    const other = EventSigner.parse(`spec-0:${pem}`);
    expect(signed(row(other), signer)).toEqual(row(other));
  });
});
