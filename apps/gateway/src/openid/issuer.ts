import { Logger } from '@nestjs/common';
import { createRemoteJWKSet, jwtVerify, type RemoteJWKSet } from 'jose';
import * as openid from 'openid-client';
import { TokenRefused } from './assertion';
import { together, type Claims } from './claims';
import { clientOf } from './client-authentication';
import { IssuerMismatch, mismatchOf, reasonOf, refusal, unavailable } from './issuer-failure';
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
  /** Where to send somebody who has signed out here, and is to be signed out there too. */
  endSessionEndpoint?: string;
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
  private known?: Discovered;
  private asking?: Promise<void>;
  private silentSince = -Infinity;
  private failure: unknown;

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
      const { configuration, clientProblem } = await this.discovered();
      if (clientProblem !== undefined) throw new Error(clientProblem);
      const { authorization_endpoint: begin, end_session_endpoint: end } = configuration.serverMetadata();
      const endsThere = this.settings.logOutAtIssuer && end !== undefined && isSafe(new URL(end));
      return begin === undefined
        ? undefined
        : { authorizationEndpoint: begin, clientId, ...(endsThere && { endSessionEndpoint: end }) };
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
    const { configuration, keys, clientProblem } = await this.discovered();
    if (clientProblem !== undefined) throw new TokenRefused(clientProblem);
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
    if (this.known === undefined) throw unavailable(this.failure);
    return this.known;
  }

  private async discover(): Promise<void> {
    try {
      const found = await this.metadata();
      const { issuer: itself, jwks_uri: keysUrl } = found;
      // Tokens say the issuer letter by letter: one with another slash at its end would be another's.
      if (itself !== this.settings.issuer) throw new IssuerMismatch(this.settings.issuer, itself);
      if (keysUrl === undefined || !isSafe(new URL(keysUrl))) throw new Error('it names no keys behind https://');
      const keys =
        this.known?.configuration.serverMetadata().jwks_uri === keysUrl
          ? this.known.keys
          : createRemoteJWKSet(new URL(keysUrl), { timeoutDuration: timeoutMs, cooldownDuration: keysAgainMs });
      const { authenticate, problem: clientProblem } = await clientOf(this.settings, found);
      const configuration = this.configured(found, authenticate);
      this.known = { configuration, keys, clientProblem, at: performance.now() };
    } catch (error) {
      this.silentSince = performance.now();
      this.failure = error;
      this.logger.warn({
        issuer: this.settings.name,
        reason: reasonOf(error),
        msg: 'an issuer’s metadata cannot be had',
      });
    } finally {
      this.asking = undefined;
    }
  }

  /** @throws IssuerMismatch where the metadata is another issuer's */
  private async metadata(): Promise<openid.ServerMetadata> {
    const { issuer, clientId } = this.settings;
    const options = { timeout: timeoutMs / 1_000, execute: this.permissions() };
    try {
      const found = await openid.discovery(new URL(issuer), clientId ?? 'none', undefined, openid.None(), options);
      return found.serverMetadata();
    } catch (error) {
      throw mismatchOf(error, issuer) ?? error;
    }
  }

  private configured(metadata: openid.ServerMetadata, authenticate: openid.ClientAuth): openid.Configuration {
    const { clientId, clockToleranceSeconds } = this.settings;
    const client = { [openid.clockTolerance]: clockToleranceSeconds };
    const configuration = new openid.Configuration(metadata, clientId ?? 'none', client, authenticate);
    configuration.timeout = timeoutMs / 1_000;
    for (const permit of this.permissions()) permit(configuration);
    return configuration;
  }

  /** Only an issuer on this very machine is let through the settings without https. */
  private permissions() {
    return this.settings.issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];
  }
}

interface Discovered {
  configuration: openid.Configuration;
  keys: RemoteJWKSet;
  /** Why the issuer cannot be asked to exchange a code. */
  clientProblem?: string;
  at: number;
}
