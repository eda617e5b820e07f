import { decide, type EncodedRecord, type VerificationKeys } from '@trailbook/contract';

/**
 * Judges a record as ingest will. An event that would be rejected there must not leave: the action that it belongs to
 * fails instead, so that nothing happens unrecorded.
 * @param verificationKeys by which the record's signature, made a moment ago, would be verified
 * @throws Error with the contract's reason; a mistake of the calling service
 */
export function assertAcceptable(record: EncodedRecord, verificationKeys?: VerificationKeys): void {
  const headers = Object.fromEntries(Object.entries(record.headers).map(([name, value]) => [name, Buffer.from(value)]));
  const received = { key: Buffer.from(record.key), value: record.value, headers, timestamp: Date.now() };
  const decision = decide(received, { verificationKeys, verifySignature: () => true });
  if (decision.kind === 'rejected') throw new Error(`The audit event is not acceptable: ${decision.reason}`);
}
