import {
  CommonConfig,
  Ed25519PrivateKeyVariable,
  IntegerVariable,
  JsonVariable,
  ListVariable,
  UrlVariable,
} from '@trailbook/service';
import { IsOptional, Matches } from 'class-validator';
import { readIssuers, type IssuerSettings } from './openid/issuer-settings';

/** What the gateway reads from its environment. */
export class GatewayConfig extends CommonConfig {
  /** Where identity listens. */
  @UrlVariable('http', 'https')
  IDENTITY_URL!: string;

  /** Where query listens. */
  @UrlVariable('http', 'https')
  QUERY_URL!: string;

  /** Where trail-sink listens. */
  @UrlVariable('http', 'https')
  TRAIL_SINK_URL!: string;

  /** Where cluster-profiles listens. */
  @UrlVariable('http', 'https')
  CLUSTER_PROFILES_URL!: string;

  /** Signs the internal identity; services hold its public key alone. */
  @Ed25519PrivateKeyVariable()
  INTERNAL_SIGNING_KEY!: string;

  /** Names the key, for rotation. */
  @Matches(/^[A-Za-z0-9._-]{1,128}$/, { message: 'must be 1 to 128 letters, digits, dots, dashes or underscores' })
  INTERNAL_SIGNING_KEY_ID!: string;

  /** Milliseconds that a service may take to begin its answer; then the caller gets 504. */
  @IntegerVariable(100, 600_000)
  UPSTREAM_TIMEOUT_MS: number = 30_000;

  /** Milliseconds for which requests wait for a service that refuses connections, since it began to; then they get 503. */
  @IntegerVariable(0, 600_000)
  UPSTREAM_RECONNECT_MS: number = 10_000;

  /** OpenID Connect issuers whose users are let in, besides those of identity; see the guide. */
  @JsonVariable(readIssuers)
  OPENID_ISSUERS: IssuerSettings[] = [];

  /** Requests a second that each caller may make in the long run; 0 is no limit. */
  @IntegerVariable(0, 1_000_000)
  RATE_LIMIT_PER_SECOND: number = 200;

  /** Requests that a caller may make at once after a rest; 0 is no limit. */
  @IntegerVariable(0, 1_000_000)
  RATE_LIMIT_BURST: number = 1_000;

  /** Addresses or networks of proxies whose X-Forwarded-For names the caller's address. */
  @IsOptional()
  @ListVariable()
  TRUSTED_PROXIES?: string[];
}
