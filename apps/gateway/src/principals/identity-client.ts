import {
  createIdentitySigner,
  gatewayItself,
  identityHeader,
  type IdentitySigner,
  type Principal,
} from '@trailbook/access';
import { ApiError, currentRequest, currentTraceparent } from '@trailbook/service';
import type { Assertion } from '../openid/assertion';
import { upstreamError } from '../forwarding/upstream-error';
import type { UpstreamRequest } from '../forwarding/upstream';
import type { Upstreams } from '../forwarding/upstreams';
import type { GatewayConfig } from '../gateway.config';
import type { Credential } from './credentials';

/** Where a login comes from. */
export interface LoginOrigin {
  ip?: string;
  userAgent?: string;
}

export interface LoginRequest extends LoginOrigin {
  emailId: string;
  password: string;
  org?: string;
  /** The secret of a device that its user logged in on before. */
  device?: string;
  /** Whether the device is to be known from now on. */
  remember?: boolean;
}

/** What a login gives. */
export interface OpenedSession {
  token: string;
  /** The secret of the device, where it is to be known. */
  device?: string;
}

/** At most, once it is sent; a login hashes a password, and may wait for its turn. */
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
    return this.lookUp('/internal/principal', { [credential.kind]: credential.value }, true);
  }

  /** Whom the claims of an OpenID Connect issuer are about; undefined for somebody who is let in nowhere. */
  async externalPrincipal(assertion: Assertion): Promise<Principal | undefined> {
    return this.lookUp('/internal/external-principal', { ...assertion });
  }

  /**
   * Logs a user in.
   * @throws ApiError 401 alike for a wrong password and an unknown user; 429 after too many failures
   */
  async authenticate(login: LoginRequest): Promise<OpenedSession> {
    const { status, body, retryAfter } = await this.post('/internal/authenticate', { ...login }, timeoutMs.login);
    const { token, device } = body;
    if (status === 200 && typeof token === 'string') {
      return { token, ...(typeof device === 'string' && { device }) };
    }
    if (status === 400) throw ApiError.invalidRequest('body', 'The login is not valid');
    if (status === 401) throw ApiError.unauthorized('The e-mail address or the password is wrong');
    if (status === 429) throw tooManyFailures(retryAfter);
    throw ApiError.unavailable(undefined, new Error(`identity answered ${status} to a login`));
  }

  /**
   * Begins a session of whom an OpenID Connect issuer's claims are about.
   * @returns the session's token
   * @throws ApiError 401 for somebody who is let in nowhere
   */
  async externalSession(assertion: Assertion, origin: LoginOrigin): Promise<string> {
    const { status, body } = await this.post('/internal/external-session', { assertion, ...origin }, timeoutMs.login);
    if (status === 200 && typeof body.token === 'string') return body.token;
    if (status === 400 || status === 401) throw ApiError.unauthorized('The user of the issuer is not let in here');
    throw ApiError.unavailable(undefined, new Error(`identity answered ${status} to a login by an issuer`));
  }

  /**
   * Tells identity of a sign-in that came to nothing here, for the log.
   * @throws ApiError 429 after too many forged ones
   */
  async externalSessionRefused(
    refused: LoginOrigin & { issuer: string; reason: string; isForged: boolean },
  ): Promise<void> {
    const { status, retryAfter } = await this.post(
      '/internal/external-session/refused',
      { ...refused },
      timeoutMs.lookUp,
    );
    if (status === 429) throw tooManyFailures(retryAfter);
    if (status !== 204) throw ApiError.unavailable(undefined, new Error(`identity answered ${status} to a refusal`));
  }

  private async lookUp(
    path: string,
    question: Record<string, unknown>,
    repeatable = false,
  ): Promise<Principal | undefined> {
    const { status, body } = await this.post(path, question, timeoutMs.lookUp, repeatable);
    if (status === 200) return body as unknown as Principal;
    // One that identity calls malformed is as unknown as any other.
    if (status === 401 || status === 400) return undefined;
    throw ApiError.unavailable(undefined, new Error(`identity answered ${status} to a look-up`));
  }

  private async post(path: string, body: Record<string, unknown>, atMostMs: number, repeatable = false) {
    const { UPSTREAM_TIMEOUT_MS, UPSTREAM_RECONNECT_MS } = this.config;
    const traceparent = currentTraceparent();
    const requestId = currentRequest()?.requestId;
    const request: UpstreamRequest = {
      method: 'POST',
      path,
      repeatable,
      headers: {
        'content-type': 'application/json',
        [identityHeader]: this.sign(gatewayItself, { audience: 'identity', method: 'POST', path }),
        ...(traceparent && { traceparent }),
        ...(requestId && { 'x-request-id': requestId }),
      },
      body: JSON.stringify(body),
      headersTimeout: atMostMs,
      bodyTimeout: atMostMs,
      signal: AbortSignal.timeout(Math.min(atMostMs + UPSTREAM_RECONNECT_MS, UPSTREAM_TIMEOUT_MS)),
    };
    try {
      const { statusCode, headers, body: answer } = await this.upstreams.request('identity', request);
      const parsed = statusCode < 500 && statusCode !== 204 ? await answer.json() : await answer.dump();
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

function tooManyFailures(retryAfter: unknown): ApiError {
  return ApiError.tooMany('There were too many failed logins', Number(retryAfter) || 60);
}
