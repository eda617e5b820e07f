import {
  Ed25519PrivateKeyVariable,
  Ed25519PublicKeysVariable,
  IntegerVariable,
  PublisherVariables,
  Text,
  UrlVariable,
} from '@trailbook/service';
import { IsEmail, IsOptional } from 'class-validator';

/** What identity reads from its environment. */
export class IdentityConfig extends PublisherVariables {
  /** Of the role trailbook_identity. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** The gateway's public keys, by which callers are believed. */
  @Ed25519PublicKeysVariable()
  INTERNAL_PUBLIC_KEYS!: Record<string, string>;

  /** Signs the sessions of users who logged in. */
  @Ed25519PrivateKeyVariable()
  TOKEN_SIGNING_KEY!: string;

  /** Minutes for which a session may go unused before it ends; however much it is used, it ends after twelve hours. */
  @IntegerVariable(2, 720)
  SESSION_IDLE_MINUTES: number = 720;

  /** The key of the platform's operator, who makes tenants. */
  @Text(32, 512, { message: 'must be 32 to 512 characters' })
  OPERATOR_API_KEY!: string;

  /** A first tenant, made where none of this name exists, with an administrator. */
  @IsOptional()
  @Text(1, 128, { message: 'must be 1 to 128 characters' })
  BOOTSTRAP_TENANT_NAME?: string;

  /** That administrator's address, to log in with. */
  @IsOptional()
  @IsEmail({}, { message: 'must be an e-mail address' })
  BOOTSTRAP_ADMIN_EMAIL?: string;

  /** That administrator's password. */
  @IsOptional()
  @Text(8, 256, { message: 'must be 8 to 256 characters' })
  BOOTSTRAP_ADMIN_PASSWORD?: string;
}
