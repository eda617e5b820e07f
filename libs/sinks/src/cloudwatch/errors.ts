import { networkFailure } from '../net/network-failure';
import type { Refused, Retriable } from '../sink';

/** What an AWS call failed with, without anything that could hold a secret. */
export interface AwsFailure {
  /** AWS's error code, or the network's (`ENOTFOUND`), or `TimeoutError`, or `HTTP-502` of what isn't an answer of AWS. */
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  readonly retriable: boolean;
}

const retriableCodes = new Set([
  'OperationAbortedException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
]);

/** How the SDK names the error where an answer doesn't: what came is then no answer of AWS, but a proxy's page, say. */
const unnamed = new Set(['SyntaxError', 'Error', 'Unknown', 'UnknownError']);

/** Assuming a role is all that the platform's own identity is for. */
const noIdentity = 'This installation has no AWS identity of its own, so it cannot assume a role';

interface SdkError {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string | undefined> };
}

/** Reads the error of an AWS SDK call. `secrets` are struck out of its message, should AWS ever repeat one. */
export function awsFailure(error: unknown, secrets: readonly string[]): AwsFailure {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const status = fields.$metadata?.httpStatusCode;
  if (status !== undefined && unnamed.has(String(fields.name))) return notAws(status, fields);
  if (status === undefined) return noAnswer(error, fields);
  const code = firstText(fields.name) ?? 'UnknownError';
  const message = secrets.reduce(
    (text, secret) => text.replaceAll(secret, '********'),
    firstText(fields.message) ?? 'AWS gave no message',
  );
  return { code, message, status, retriable: isRetriable(code, status) };
}

/** What never reached AWS, or found no identity to go with: the SDK speaks of its insides then, and of this host. */
function noAnswer(error: unknown, { code: given, name }: SdkError): AwsFailure {
  const code = firstText(given, name) ?? 'UnknownError';
  const message = code === 'CredentialsProviderError' ? noIdentity : networkFailure(error).message;
  return { code, message, retriable: isRetriable(code, undefined) };
}

function notAws(status: number, { $response }: SdkError): AwsFailure {
  const type = $response?.headers?.['content-type']?.split(';')[0] ?? 'no content type';
  const code = `HTTP-${status}`;
  const message = `What answers is not AWS: HTTP status ${status} with ${type}`;
  return { code, message, status, retriable: isRetriable(code, status) };
}

/** An answer in the range 400 is final unless it speaks of load; anything else (5xx, network, time-out) may pass. */
function isRetriable(code: string, status: number | undefined): boolean {
  if (retriableCodes.has(code)) return true;
  if (code === 'CredentialsProviderError' || code === 'InvalidRoleArn') return false;
  return status === undefined || status < 400 || status >= 500 || status === 429 || status === 408;
}

export function outcomeOf({ code, message, retriable }: AwsFailure): Retriable | Refused {
  return { kind: retriable ? 'retriable' : 'refused', code, message };
}

/** Temporary credentials that AWS no longer takes, although they say that they last. */
export const isExpiredToken = ({ code }: AwsFailure): boolean => /^(ExpiredToken|RequestExpired)/.test(code);

const identityFailures =
  /^(AccessDenied|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|NotAuthorized|UnauthorizedOperation)/;

/** Whether AWS does not know the caller or does not let it: other credentials of the same role may fare better. */
export const isIdentityFailure = ({ code, status }: AwsFailure): boolean =>
  identityFailures.test(code) || status === 401 || status === 403;

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value.trim() !== '');
}
