import { verify } from 'node:crypto';
import { dataDigest } from '../data-digest';
import type { DecideOptions, Rejection, SignatureClaim } from '../decision';
import type { SourceVerification } from '../generated/types';
import type { ContentMode } from '../record';
import { signedBytes } from '../signing/signed-bytes';
import type { RawAttributes } from './attributes';
import { excerpt, reject } from './reject';
import { allowanceOf, isOwnSource } from './sources';

/** How far a source is known, or why its event is refused. */
export type SourceJudgement = SourceVerification | Rejection;

const invalid = (reason: string): Rejection => reject('signature-invalid', reason);

function notAllowed(source: string, tenantUid: string): Rejection {
  return reject('source-not-allowed', `attribute source: ${excerpt(source)} may not speak for ${tenantUid}`);
}

/** Judges the source of an event without a signature. */
export function judgeUnsigned(
  source: string,
  tenantUid: string,
  { allowedSources, verificationKeys }: DecideOptions,
): SourceJudgement {
  if (isOwnSource(source) || verificationKeys?.lists(source) === true) {
    return invalid(`attribute signature: is missing; ${excerpt(source)} is taken only signed`);
  }
  if (allowedSources === undefined) return 'unverified';
  return allowanceOf(allowedSources, source, tenantUid) === 'given' ? 'allowed' : notAllowed(source, tenantUid);
}

/** Verifies a signature here and now: 0.1 ms. */
export const verifyClaim = ({ bytes, publicKey, signature }: SignatureClaim): boolean =>
  verify(null, bytes, publicKey, signature);

const signatureBytes = 64;
/** 64 bytes in base64url, without padding: of the last character only two bits count. */
const signatureText = /^[A-Za-z0-9_-]{85}[AQgw]$/;

/** Why a signature doesn't hold, for those who verify it elsewhere. */
export const brokenSignature = (): Rejection => invalid('attribute signature: is not that of this event by this key');

/** Judges the source of an event that keeps every other rule. Its attributes have both parts of a signature, or none. */
export function judgeSource(
  attributes: RawAttributes,
  tenantUid: string,
  { value, mode }: { value: Buffer; mode: ContentMode },
  options: DecideOptions,
): SourceJudgement {
  const { source = '', id = '', type = '', time = '', extras } = attributes;
  const { keyid, signature } = extras;
  if (keyid === undefined || signature === undefined) return judgeUnsigned(source, tenantUid, options);
  const key = options.verificationKeys?.find(keyid, source, tenantUid);
  if (key === undefined) {
    return invalid(`attribute keyid: no key "${excerpt(keyid)}" may speak for ${excerpt(source)} in ${tenantUid}`);
  }
  const { allowedSources, verifySignature = verifyClaim } = options;
  // A key speaks for its source where no rule of names does; where one does, its tenants count as well.
  if (allowedSources && allowanceOf(allowedSources, source, tenantUid) === 'refused')
    return notAllowed(source, tenantUid);
  if (!signatureText.test(signature))
    return invalid(`attribute signature: is not base64url of ${signatureBytes} bytes`);
  const bytes = signedBytes({ tenantUid, source, id, type, time }, dataDigest(value, mode));
  const claim = { bytes, publicKey: key.publicKey, signature: Buffer.from(signature, 'base64url') };
  return verifySignature(claim) ? 'verified' : brokenSignature();
}
