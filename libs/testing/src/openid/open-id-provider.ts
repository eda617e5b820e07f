import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';

const script = path.resolve(__dirname, '..', '..', 'resources', 'openid-provider.mjs');

/** What the provider says of an account. */
export type AccountClaims = Readonly<Record<string, unknown>>;

export interface ProviderWishes {
  /** By what the provider calls them. */
  accounts: Readonly<Record<string, AccountClaims>>;
  /** Where clients may be sent back to. */
  redirectUris: readonly string[];
  /** A free one when absent. */
  port?: number;
  /** How long access tokens for an audience are valid; ten minutes otherwise. */
  accessTokenSeconds?: Readonly<Record<string, number>>;
  /** The one way in which clients show who they are, with what the console's client is registered with. */
  client?: { authentication: string; registered: Readonly<Record<string, unknown>> };
  /** Where clients may be sent back to after signing out. */
  postLogoutRedirectUris?: readonly string[];
}

/** The client of the console: public, with PKCE. */
export const consoleClient = 'console';

/** A real OpenID Connect provider, as a process of its own. Sign-ins name an account and need no password. */
export class OpenIdProvider {
  private constructor(
    readonly issuer: string,
    /** The key that it signs with, for tokens that a real provider never makes. */
    readonly key: { privateKey: KeyObject; kid: string },
    private readonly child: ChildProcess,
  ) {}

  static async start({
    accounts,
    redirectUris,
    port = 0,
    accessTokenSeconds = {},
    client: wished,
    postLogoutRedirectUris = [],
  }: ProviderWishes): Promise<OpenIdProvider> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const kid = randomUUID();
    const jwks = { keys: [{ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] };
    const client = {
      client_id: consoleClient,
      token_endpoint_auth_method: wished?.authentication ?? 'none',
      application_type: 'native',
      redirect_uris: redirectUris,
      post_logout_redirect_uris: postLogoutRedirectUris,
      ...wished?.registered,
    };
    const settings = JSON.stringify({
      port,
      accounts,
      clients: [client],
      jwks,
      accessTokenSeconds,
      authentication: wished?.authentication,
    });
    // Ends with its stdin, so that none is left behind by a run that is killed.
    const child = spawn(process.execPath, [script, settings], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<never>((_, reject) =>
      child.once('exit', (code) => reject(new Error(`the OpenID Connect provider ended with code ${code}: ${said}`))),
    );
    ended.catch(() => undefined);
    const lines = createInterface(child.stdout);
    const listening = new Promise<string>((resolve) => lines.once('line', resolve));
    const boundPort = await Promise.race([listening, ended]);
    return new OpenIdProvider(`http://127.0.0.1:${boundPort}`, { privateKey, kid }, child);
  }

  get port(): number {
    return Number(new URL(this.issuer).port);
  }

  /** SIGSTOP makes it a provider that takes requests and does not answer; SIGCONT lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}
