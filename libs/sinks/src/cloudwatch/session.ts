import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { cloudWatchClient } from './client';
import type { AwsIdentity, AwsIdentityProvider, CloudWatchConfiguration } from './configuration';
import { awsFailure, type AwsFailure } from './errors';
import { orAborted } from './or-aborted';
import { credentialsOf, type IdentityOptions } from './identity';

export type Attempt<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & AwsFailure);

/** AWS takes a moment to know a session everywhere, and is not asked for one more often than this. */
const sessionTrustedMs = 5_000;

/** One configuration's CloudWatch client. Failures of AWS come back as values. */
export class CloudWatchSession {
  private client: CloudWatchLogsClient;
  /** When the temporary credentials in use were issued, milliseconds since 1970; undefined before there are any. */
  private issuedAt: number | undefined;
  private readonly secrets: readonly string[];

  constructor(
    readonly configuration: CloudWatchConfiguration,
    private readonly options: IdentityOptions,
    /** Credentials already at hand, instead of the configuration's. */
    private readonly identity?: AwsIdentity,
  ) {
    const { credentials } = configuration;
    this.secrets =
      credentials.type === 'key'
        ? [credentials.secretAccessKey, credentials.sessionToken ?? ''].filter((secret) => secret !== '')
        : [];
    this.client = this.connect();
  }

  /** Settles when `signal` aborts, although the SDK may still be waiting for credentials. */
  async attempt<T>(call: (client: CloudWatchLogsClient) => Promise<T>, signal?: AbortSignal): Promise<Attempt<T>> {
    try {
      return { ok: true, value: await orAborted(call(this.client), signal) };
    } catch (error) {
      return this.failure(error);
    }
  }

  failure(error: unknown): { ok: false } & AwsFailure {
    return { ok: false, ...awsFailure(error, this.secrets) };
  }

  /** Forgets the temporary credentials; the next call asks STS for new ones. */
  renew(): void {
    this.issuedAt = undefined;
    this.client = this.connect();
  }

  /**
   * Forgets temporary credentials that AWS refuses, unless they have just been issued: a role that was made again, or whose
   * sessions were revoked, is refused by its old sessions for as long as they last.
   * @returns whether they are forgotten
   */
  renewDoubtful(): boolean {
    const { sessionTrustedMs: trustedMs = sessionTrustedMs } = this.options;
    if (this.issuedAt === undefined || Date.now() - this.issuedAt < trustedMs) return false;
    this.renew();
    return true;
  }

  /** Makes the group; one that exists is as good. */
  async createGroup(group: string, signal?: AbortSignal): Promise<Attempt<'created' | 'found'>> {
    const command = new CreateLogGroupCommand({ logGroupName: group });
    return existing(await this.attempt((client) => client.send(command, { abortSignal: signal }), signal));
  }

  /** Makes the stream; one that exists is as good. */
  async createStream(group: string, stream: string, signal?: AbortSignal): Promise<Attempt<'created' | 'found'>> {
    const command = new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream });
    return existing(await this.attempt((client) => client.send(command, { abortSignal: signal }), signal));
  }

  private connect(): CloudWatchLogsClient {
    const { region } = this.configuration;
    const credentials = this.identity ?? credentialsOf(this.configuration, { ...this.options, region });
    return cloudWatchClient({ ...this.options, region, credentials: this.timed(credentials) });
  }

  private timed(credentials: AwsIdentity | AwsIdentityProvider): AwsIdentity | AwsIdentityProvider {
    if (typeof credentials !== 'function') return credentials;
    return async () => {
      const issued = await credentials();
      this.issuedAt = Date.now();
      return issued;
    };
  }
}

function existing(attempt: Attempt<unknown>): Attempt<'created' | 'found'> {
  if (attempt.ok) return { ok: true, value: 'created' };
  return attempt.code === 'ResourceAlreadyExistsException' ? { ok: true, value: 'found' } : attempt;
}
