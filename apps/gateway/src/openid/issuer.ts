import { Logger } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import { createRemoteJWKSet, jwtVerify, type RemoteJWKSet } from 'jose';
import * as openid from 'openid-client';
import { TokenRefused, type Claims } from './assertion';
import { reasonOf, refusal, unavailable } from './issuer-failure';
import { isSafe, type IssuerSettings } from './issuer-settings';

/** For each request to an issuer. */
const timeoutMs = 3_000;
/** What is known of an issuer is asked again after so long; what was known goes on to count when it does not answer. */
const discoveredAgainMs = 600_000;
/** An issuer that did not answer is left alone for so long. */
const leftAloneMs = 2_000;
/** A key that is unknown makes the keys be fetched again, but not more often than this: anybody can name one. */
const keysAgainMs = 2_000;

/** What the console has to know to send somebody to the issuer. */
export interface SignInPlace {
  authorizationEndpoint: string;
  clientId: string;
}

/** What comes back from a sign-in at an issuer. */
export interface SignInAnswer {
  /** Where the issuer sent the browser, with all its parameters. */
  callbackUrl: URL;
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** An OpenID Connect issuer: its metadata and keys, fetched when they are needed first and kept. */
export class OpenIdIssuer {
  private readonly logger = new Logger(OpenIdIssuer.name);
  private known?: { configuration: openid.Configuration; keys: RemoteJWKSet; at: number };
  private asking?: Promise<void>;
  private silentSince = -Infinity;

  constructor(readonly settings: IssuerSettings) {}

  /**
   * The claims of a token that this issuer has signed, for one of the audiences that are let in, and that is valid now.
   * @throws TokenRefused; ApiError 503 when the issuer's keys cannot be had
   */
  async verify(token: string): Promise<Claims> {
    const { audiences } = this.settings;
    // Without an audience the library would not look at it at all.
    if (audiences.length === 0) throw new TokenRefused('tokens of this issuer are not accepted for calls');
    return this.claimsOf(token, audiences, (await this.discovered()).keys);
  }

  /** Where people sign in; undefined for an issuer without a client, or one that does not answer. */
  async signInPlace(): Promise<SignInPlace | undefined> {
    const { clientId, name } = this.settings;
    if (clientId === undefined) return undefined;
    try {
      const { authorization_endpoint: endpoint } = (await this.discovered()).configuration.serverMetadata();
      return endpoint === undefined ? undefined : { authorizationEndpoint: endpoint, clientId };
    } catch (error) {
      this.logger.warn({ issuer: name, reason: reasonOf(error), msg: 'nobody can sign in by this issuer at present' });
      return undefined;
    }
  }

  /**
   * Exchanges the code of a sign-in (with PKCE) for the user's claims. What the ID token does not say of those that are
   * mapped, the issuer is asked for.
   * @throws TokenRefused; ApiError 503 when the issuer does not answer
   */
  async signIn({ callbackUrl, state, nonce, codeVerifier }: SignInAnswer): Promise<Claims> {
    const { clientId } = this.settings;
    if (clientId === undefined) throw new TokenRefused('nobody signs in by this issuer');
    const { configuration, keys } = await this.discovered();
    const checks = {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    };
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, callbackUrl, checks);
      if (tokens.id_token === undefined) throw new TokenRefused('the issuer gave no ID token');
      const claims = await this.claimsOf(tokens.id_token, [clientId], keys);
      if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
      return together(claims, await openid.fetchUserInfo(configuration, tokens.access_token, String(claims.sub)));
    } catch (error) {
      throw refusal(error) ?? unavailable(error);
    }
  }

  private async claimsOf(token: string, audience: string[], keys: RemoteJWKSet): Promise<Claims> {
    const { issuer, algorithms, clockToleranceSeconds } = this.settings;
    const requiredClaims = ['exp', 'iat', 'sub'];
    const checks = { issuer, audience, algorithms, clockTolerance: clockToleranceSeconds, requiredClaims };
    try {
      const { payload } = await jwtVerify(token, keys, checks);
      const latest = Date.now() / 1_000 + clockToleranceSeconds;
      if (payload.iat !== undefined && payload.iat > latest) throw new TokenRefused('the token is of the future');
      return payload;
    } catch (error) {
      throw refusal(error) ?? unavailable(error);
    }
  }

  private async discovered() {
    const now = performance.now();
    const stale = this.known === undefined || now - this.known.at > discoveredAgainMs;
    if (stale && now - this.silentSince > leftAloneMs) await (this.asking ??= this.discover());
    if (this.known === undefined) throw ApiError.unavailable('The OpenID Connect issuer does not answer');
    return this.known;
  }

  private async discover(): Promise<void> {
    try {
      const configuration = await openid.discovery(...this.discoveryArguments());
      const { jwks_uri: keysUrl } = configuration.serverMetadata();
      if (keysUrl === undefined || !isSafe(new URL(keysUrl))) throw new Error('it names no keys behind https://');
      const keys =
        this.known?.configuration.serverMetadata().jwks_uri === keysUrl
          ? this.known.keys
          : createRemoteJWKSet(new URL(keysUrl), { timeoutDuration: timeoutMs, cooldownDuration: keysAgainMs });
      this.known = { configuration, keys, at: performance.now() };
    } catch (error) {
      this.silentSince = performance.now();
      this.logger.warn({
        issuer: this.settings.name,
        reason: reasonOf(error),
        msg: 'an issuer’s metadata cannot be had',
      });
    } finally {
      this.asking = undefined;
    }
  }

  private discoveryArguments(): Parameters<typeof openid.discovery> {
    const { issuer, clientId, clientSecret, clockToleranceSeconds } = this.settings;
    const url = new URL(issuer);
    const metadata = { client_secret: clientSecret, [openid.clockTolerance]: clockToleranceSeconds };
    const authentication = clientSecret === undefined ? openid.None() : openid.ClientSecretPost(clientSecret);
    // Only an issuer on this very machine is let through the configuration without https.
    const execute = url.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
    return [url, clientId ?? 'none', metadata, authentication, { timeout: timeoutMs / 1_000, execute }];
  }
}

/** The ID token's claims, and what only the issuer's answer says. Whether an address is verified is said of that address. */
function together(claims: Claims, answer: Claims): Claims {
  const { email_verified: verified, ...others } = answer;
  const isSameAddress = claims.email === undefined || claims.email === answer.email;
  return { ...others, ...(isSameAddress && verified !== undefined && { email_verified: verified }), ...claims };
}
