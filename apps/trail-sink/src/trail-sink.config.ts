import {
  Ed25519PublicKeysVariable,
  IntegerVariable,
  ListVariable,
  LogReaderVariables,
  UrlVariable,
} from '@trailbook/service';
import { IsIn, IsOptional, IsString } from 'class-validator';

const ownAccountRoles = ['refuse', 'allow'] as const;

/** What trail-sink reads from its environment. Where AWS is, the AWS SDK reads itself (`AWS_ENDPOINT_URL`, …). */
export class TrailSinkConfig extends LogReaderVariables {
  /** Of the role trailbook_sink. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** Most connections to the database. */
  @IntegerVariable(2, 1_000)
  DATABASE_CONNECTIONS: number = 10;

  /** Its group in Kafka, the same for every instance. */
  @IsString()
  CONSUMER_GROUP: string = 'trailbook-trail-sink';

  /** As ingest has it. Receipts are kept for as long. */
  @IntegerVariable(1, 36_500)
  RETENTION_DAYS: number = 365;

  /** Public keys of the gateway, by key id. */
  @Ed25519PublicKeysVariable()
  INTERNAL_PUBLIC_KEYS!: Record<string, string>;

  /** `kid:base64(32 bytes)[,kid2:…]`: the first encrypts the secrets of trails, all of them decrypt. */
  @IsString()
  TRAIL_KEYS!: string;

  /** The longest that an entry waits for others to be sent with, in milliseconds. */
  @IntegerVariable(0, 600_000)
  DELIVERY_LINGER_MS: number = 5_000;

  /** Memory for entries on their way to all sinks together, in MiB. */
  @IntegerVariable(8, 65_536)
  DELIVERY_MEMORY_MB: number = 64;

  /**
   * Internal addresses and networks (`10.1.0.0/16`) that trails to Splunk may lead to nevertheless, in the clear (`http`)
   * too. What answers there is open to every tenant's administrator: name the collectors alone.
   */
  @IsOptional()
  @ListVariable()
  SINK_ALLOWED_ADDRESSES?: string[];

  /**
   * Whether tenants may have roles of the platform's own AWS account used, which may trust everything in that account:
   * `refuse` or `allow`. Where it is not set they may only if another endpoint than AWS's own is: accounts mean nothing there.
   */
  @IsOptional()
  @IsIn(ownAccountRoles, { message: `must be one of ${ownAccountRoles.join(', ')}` })
  OWN_ACCOUNT_ROLES?: (typeof ownAccountRoles)[number];

  /** The platform's own AWS identity, with which tenants' roles are assumed; else the AWS SDK looks for one. */
  @IsOptional()
  @IsString()
  AWS_ACCESS_KEY_ID?: string;

  /** The secret key of that identity. */
  @IsOptional()
  @IsString()
  AWS_SECRET_ACCESS_KEY?: string;

  /** The session token of that identity, where it has one. */
  @IsOptional()
  @IsString()
  AWS_SESSION_TOKEN?: string;
}
