import {
  createIdentitySigner,
  gatewayItself,
  identityHeader,
  type IdentitySigner,
  type Principal,
} from '@trailbook/access';
import { ApiError, currentRequest, currentTraceparent } from '@trailbook/service';
import { upstreamError } from '../forwarding/upstream-error';
import type { UpstreamRequest, Upstreams } from '../forwarding/upstreams';
import type { GatewayConfig } from '../gateway.config';
import type { Credential } from './credentials';

export interface LoginRequest {
  emailId: string;
  password: string;
  org?: string;
  ip?: string;
  userAgent?: string;
}

/** At most; a login hashes a password, and may wait for its turn. */
const timeoutMs = { lookUp: 5_000, login: 20_000 };

/** What identity is asked by the gateway itself. */
export class IdentityClient {
  private readonly sign: IdentitySigner;

  constructor(
    private readonly upstreams: Upstreams,
    private readonly config: GatewayConfig,
  ) {
    this.sign = createIdentitySigner(config.INTERNAL_SIGNING_KEY, config.INTERNAL_SIGNING_KEY_ID);
  }

  /** Whom a credential belongs to; undefined for one that is unknown, expired, revoked or altered. */
  async principalOf(credential: Credential): Promise<Principal | undefined> {
    const { status, body } = await this.post(
      '/internal/principal',
      { [credential.kind]: credential.value },
      timeoutMs.lookUp,
    );
    if (status === 200) return body as unknown as Principal;
    // One that identity calls malformed is as unknown as any other.
    if (status === 401 || status === 400) return undefined;
    throw ApiError.unavailable(undefined, new Error(`identity answered ${status} to a look-up`));
  }

  /**
   * Logs a user in.
   * @returns the session's token
   * @throws ApiError 401 alike for a wrong password and an unknown user; 429 after too many failures
   */
  async authenticate(login: LoginRequest): Promise<string> {
    const { status, body, retryAfter } = await this.post('/internal/authenticate', { ...login }, timeoutMs.login);
    if (status === 200 && typeof body.token === 'string') return body.token;
    if (status === 400) throw ApiError.invalidRequest('body', 'The login is not valid');
    if (status === 401) throw ApiError.unauthorized('The e-mail address or the password is wrong');
    if (status === 429) throw ApiError.tooMany('There were too many failed logins', Number(retryAfter) || 60);
    throw ApiError.unavailable(undefined, new Error(`identity answered ${status} to a login`));
  }

  private async post(path: string, body: Record<string, unknown>, atMostMs: number) {
    const traceparent = currentTraceparent();
    const requestId = currentRequest()?.requestId;
    const request: UpstreamRequest = {
      method: 'POST',
      path,
      headers: {
        'content-type': 'application/json',
        [identityHeader]: this.sign(gatewayItself, { audience: 'identity', method: 'POST', path }),
        ...(traceparent && { traceparent }),
        ...(requestId && { 'x-request-id': requestId }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(Math.min(atMostMs, this.config.UPSTREAM_TIMEOUT_MS)),
    };
    try {
      const { statusCode, headers, body: answer } = await this.upstreams.request('identity', request);
      const parsed = statusCode < 500 ? await answer.json() : await answer.dump();
      return {
        status: statusCode,
        body: (parsed ?? {}) as Record<string, unknown>,
        retryAfter: headers['retry-after'],
      };
    } catch (error) {
      throw upstreamError(error);
    }
  }
}
