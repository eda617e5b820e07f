import { randomUUID } from 'node:crypto';
import type { Accounts } from '../accounts/accounts';
import { AwsError } from '../aws-error';
import type { SignedBy } from '../http/signature';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (value: string) => value.replace(/[&<>"]/g, (character) => entities[character] ?? character);
const element = (name: string, content: string) => `<${name}>${content}</${name}>`;
const leaf = (name: string, value: string) => element(name, escape(value));

function answer(action: string, result: string): string {
  const metadata = element('ResponseMetadata', leaf('RequestId', randomUUID()));
  return `<${action}Response xmlns="${namespace}">${element(`${action}Result`, result)}${metadata}</${action}Response>`;
}

function callerIdentity({ key }: SignedBy): string {
  const result = leaf('Arn', key.principalArn) + leaf('UserId', key.accessKeyId) + leaf('Account', key.account);
  return answer('GetCallerIdentity', result);
}

function assumeRole(accounts: Accounts, { key }: SignedBy, form: URLSearchParams): string {
  const roleArn = form.get('RoleArn') ?? '';
  const session = form.get('RoleSessionName') ?? '';
  const seconds = Number(form.get('DurationSeconds') ?? 3600);
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) throw new AwsError('ValidationError', 'RoleSessionName is malformed.');
  if (!(seconds >= 900 && seconds <= 43_200))
    throw new AwsError('ValidationError', 'DurationSeconds must be 900 to 43200.');
  const made = accounts.assume(key, roleArn, session, seconds, form.get('ExternalId') ?? undefined);
  const credentials =
    leaf('AccessKeyId', made.accessKeyId) +
    leaf('SecretAccessKey', made.secretAccessKey) +
    leaf('SessionToken', made.sessionToken ?? '') +
    leaf('Expiration', new Date(made.expiresAt ?? 0).toISOString());
  const user = leaf('AssumedRoleId', `${made.accessKeyId}:${session}`) + leaf('Arn', made.principalArn);
  return answer('AssumeRole', element('Credentials', credentials) + element('AssumedRoleUser', user));
}

/** STS speaks the query protocol: a form in, XML out. */
export function performSts(accounts: Accounts, by: SignedBy, form: URLSearchParams): string {
  const action = form.get('Action') ?? '';
  if (action === 'GetCallerIdentity') return callerIdentity(by);
  if (action === 'AssumeRole') return assumeRole(accounts, by, form);
  throw new AwsError('InvalidAction', `There is no action ${action}.`);
}

export function stsError(error: AwsError): string {
  const body = leaf('Type', 'Sender') + leaf('Code', stsCode(error.type)) + leaf('Message', error.message);
  return `<ErrorResponse xmlns="${namespace}">${element('Error', body)}${leaf('RequestId', randomUUID())}</ErrorResponse>`;
}

/** STS names the same refusals differently from CloudWatch Logs. */
function stsCode(type: string): string {
  const names: Record<string, string> = {
    UnrecognizedClientException: 'InvalidClientTokenId',
    InvalidSignatureException: 'SignatureDoesNotMatch',
    ExpiredTokenException: 'ExpiredToken',
    MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  };
  return names[type] ?? type;
}
