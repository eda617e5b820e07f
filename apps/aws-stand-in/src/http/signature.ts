import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Accounts, AccessKey } from '../accounts/accounts';
import { AwsError } from '../aws-error';
import type { WholeRequest } from './request';

const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const largestSkewMs = 15 * 60 * 1000;

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest();
const header = (request: WholeRequest, name: string) =>
  [request.headers[name]].flat().join(',').trim().replace(/\s+/g, ' ');

export interface SignedBy {
  key: AccessKey;
  region: string;
  service: string;
}

interface Scope {
  date: string;
  region: string;
  service: string;
  signedHeaders: string;
}

function expectedSignature(request: WholeRequest, secret: string, scope: Scope): string {
  const names = scope.signedHeaders.split(';');
  const [path = '/', query = ''] = request.url.split('?');
  const canonical = [
    request.method,
    path,
    query.split('&').sort().join('&'),
    ...names.map((name) => `${name}:${header(request, name)}`),
    '',
    scope.signedHeaders,
    sha256(request.body),
  ].join('\n');
  const credentialScope = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', header(request, 'x-amz-date'), credentialScope, sha256(canonical)].join('\n');
  const dateKey = hmac(`AWS4${secret}`, scope.date);
  const signingKey = hmac(hmac(hmac(dateKey, scope.region), scope.service), 'aws4_request');
  return hmac(signingKey, toSign).toString('hex');
}

function signedAt(request: WholeRequest): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(header(request, 'x-amz-date')) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * Checks a request's Signature Version 4 (AWS General Reference, "Signing AWS API requests") against the keys that exist.
 *
 * @throws AwsError as AWS answers an unknown, disabled or expired key, and a signature that does not match.
 */
export function verifySignature(accounts: Accounts, request: WholeRequest): SignedBy {
  const parts = authorizationPattern.exec(request.headers.authorization ?? '');
  if (parts === null) throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = parts;
  const key = accounts.key(accessKeyId);
  const token = request.headers['x-amz-security-token'];
  if (key === undefined || key.disabled || token !== key.sessionToken) {
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
  }
  if (!(Math.abs(Date.now() - signedAt(request)) <= largestSkewMs)) {
    throw new AwsError('InvalidSignatureException', 'Signature expired: the request is more than 15 minutes off.', 403);
  }
  const expected = expectedSignature(request, key.secretAccessKey, { date, region, service, signedHeaders });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) {
    const message = 'The request signature we calculated does not match the signature you provided.';
    throw new AwsError('InvalidSignatureException', message, 403);
  }
  if (key.expiresAt !== undefined && key.expiresAt <= Date.now()) {
    throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 403);
  }
  return { key, region, service };
}
