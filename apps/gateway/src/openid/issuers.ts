import type { Principal } from '@trailbook/access';
import { Logger } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import { decodeJwt } from 'jose';
import type { IdentityClient, LoginOrigin } from '../principals/identity-client';
import { assertionOf, TokenRefused, type Assertion } from './assertion';
import { OpenIdIssuer, type SignInAnswer, type SignInPlace } from './issuer';
import type { IssuerSettings } from './issuer-settings';

/** Sign-ins that wait for their issuer at a time: anybody can begin one, so that no address may have them all. */
const mostSignIns = { together: 50, fromOneAddress: 10 };

/** An issuer as people see it who want to sign in. */
export interface IssuerView {
  metadata: { name: string };
  spec: SignInPlace & { title: string; scopes: readonly string[] };
}

/** The OpenID Connect issuers whose users are let in. Whoever is not of one of them is none of theirs. */
export class OpenIdIssuers {
  private readonly logger = new Logger(OpenIdIssuers.name);
  private readonly issuers: OpenIdIssuer[];
  /** By address, for as long as they wait. */
  private readonly signingIn = new Map<string, number>();

  constructor(
    settings: readonly IssuerSettings[],
    private readonly identity: IdentityClient,
  ) {
    this.issuers = settings.map((one) => new OpenIdIssuer(one));
  }

  /** The issuer that a token says it is of; nothing is verified. Undefined for tokens of our own, and for any other. */
  issuerOf(token: string): OpenIdIssuer | undefined {
    if (this.issuers.length === 0) return undefined;
    try {
      const { iss } = decodeJwt(token);
      return this.issuers.find(({ settings }) => settings.issuer === iss);
    } catch {
      return undefined; // not a JWT: as unknown as any other
    }
  }

  /**
   * Whom a token of this issuer belongs to; undefined for one that is not valid or whose user is let in nowhere.
   * @throws ApiError 503 when the issuer or identity does not answer
   */
  async principalOf(issuer: OpenIdIssuer, token: string): Promise<Principal | undefined> {
    try {
      return await this.identity.externalPrincipal(assertionOf(issuer.settings, await issuer.verify(token)));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      this.logger.warn({
        issuer: issuer.settings.name,
        reason: error.message,
        msg: 'a token of an issuer was refused',
      });
      return undefined;
    }
  }

  /** Those that people can sign in by at present. */
  async views(): Promise<IssuerView[]> {
    const views = await Promise.all(
      this.issuers.map(async (issuer): Promise<IssuerView[]> => {
        const place = await issuer.signInPlace();
        const { name, title, scopes } = issuer.settings;
        return place ? [{ metadata: { name }, spec: { title, ...place, scopes } }] : [];
      }),
    );
    return views.flat();
  }

  /**
   * Ends a sign-in that began at an issuer.
   * @returns the token of a session
   * @throws ApiError 401 for one that is cancelled or refused, which is in the log; 429 after too many forged ones; 503 when the issuer is away
   */
  async signIn(name: string, answer: SignInAnswer, origin: LoginOrigin): Promise<string> {
    const issuer = this.issuers.find(({ settings }) => settings.name === name);
    if (!issuer) throw ApiError.invalidRequest('issuer', 'issuer is not the name of an issuer that is configured');
    const leave = this.enter(origin.ip ?? '');
    let assertion: Assertion;
    try {
      assertion = assertionOf(issuer.settings, await issuer.signIn(answer));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      const { issuer: url, title } = issuer.settings;
      const [isForged, isCancelled] = [error.kind === 'forged', error.kind === 'cancelled'];
      const reason = isCancelled ? 'it was cancelled at the issuer' : error.message;
      await this.identity.externalSessionRefused({ issuer: url, reason, isForged, ...origin });
      throw ApiError.unauthorized(`The sign-in by ${title} was ${isCancelled ? 'cancelled' : 'refused'}`);
    } finally {
      leave();
    }
    return this.identity.externalSession(assertion, origin);
  }

  /** Takes a place among those that wait for their issuer. @returns what gives it back */
  private enter(address: string): () => void {
    const [together, own] = [[...this.signingIn.values()].reduce((sum, one) => sum + one, 0), this.waiting(address)];
    if (together >= mostSignIns.together || own >= mostSignIns.fromOneAddress) {
      throw ApiError.unavailable('Too many people are signing in at once');
    }
    this.signingIn.set(address, own + 1);
    return () => {
      const left = this.waiting(address) - 1;
      if (left > 0) this.signingIn.set(address, left);
      else this.signingIn.delete(address);
    };
  }

  private waiting(address: string): number {
    return this.signingIn.get(address) ?? 0;
  }
}
