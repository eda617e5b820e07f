import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsFailure, isExpiredToken, isIdentityFailure } from './errors';
import type { AwsIdentity, AwsIdentityProvider, CloudWatchConfiguration, RoleCredentials } from './configuration';

export interface IdentityOptions {
  readonly connections: NodeHttpHandler;
  readonly maxAttempts: number;
  /** The platform's own AWS identity: nothing but assuming tenants' roles is done with it. */
  readonly platform?: AwsIdentityProvider;
  /** A role's session is replaced when AWS refuses it, unless it is younger than this, in milliseconds: 5 s by default. */
  readonly sessionTrustedMs?: number;
}

export interface StsOptions extends IdentityOptions {
  readonly region: string;
}

const sessionSeconds = 3_600;

/** Raised where a role is to be assumed and the platform has no AWS identity to do that with. */
export class NoPlatformIdentity extends Error {
  override readonly name = 'CredentialsProviderError';
  constructor() {
    super('This installation has no AWS identity of its own, so it cannot assume a role');
  }
}

/** Credentials of a trail. The SDK caches them per client and asks again five minutes before they expire. */
export function credentialsOf(
  { credentials }: CloudWatchConfiguration,
  options: StsOptions,
): AwsIdentity | AwsIdentityProvider {
  if (credentials.type === 'role') return () => assumeRole(credentials, options);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Begins a session of the role. Where AWS refuses the platform's own credentials, once more with fresh ones. */
export async function assumeRole(
  role: RoleCredentials,
  options: StsOptions,
  signal?: AbortSignal,
): Promise<AwsIdentity> {
  const { platform } = options;
  if (!platform) throw new NoPlatformIdentity();
  try {
    return await assumeRoleAs(platform, role, options, signal);
  } catch (error) {
    const failure = awsFailure(error, []);
    // AccessDenied is an answer about the role: the platform is known then.
    if (!isIdentityFailure(failure) && !isExpiredToken(failure)) throw error;
    if (failure.code.startsWith('AccessDenied')) throw error;
    return assumeRoleAs(() => platform({ forceRefresh: true }), role, options, signal);
  }
}

async function assumeRoleAs(
  platform: AwsIdentityProvider,
  role: RoleCredentials,
  options: StsOptions,
  signal?: AbortSignal,
): Promise<AwsIdentity> {
  const sts = stsClient(options, platform);
  const { Credentials: issued } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      ExternalId: role.externalId,
      DurationSeconds: sessionSeconds,
    }),
    { abortSignal: signal },
  );
  if (!issued?.AccessKeyId || !issued.SecretAccessKey) throw new Error('AWS STS answered without credentials');
  return {
    accessKeyId: issued.AccessKeyId,
    secretAccessKey: issued.SecretAccessKey,
    sessionToken: issued.SessionToken,
    expiration: issued.Expiration,
  };
}

/** The ARN that AWS knows the credentials as. Needs no permission. */
export async function callerArn(
  credentials: AwsIdentity | AwsIdentityProvider,
  options: StsOptions,
  signal?: AbortSignal,
): Promise<string> {
  const answer = await stsClient(options, credentials).send(new GetCallerIdentityCommand({}), { abortSignal: signal });
  return answer.Arn ?? 'an identity without a name';
}

function stsClient(options: StsOptions, credentials: AwsIdentity | AwsIdentityProvider): STSClient {
  return new STSClient({
    region: options.region,
    credentials,
    requestHandler: options.connections,
    maxAttempts: options.maxAttempts,
    retryMode: 'standard',
  });
}
