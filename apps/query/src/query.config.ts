import { Ed25519PublicKeysVariable, IntegerVariable, PublisherVariables, UrlVariable } from '@trailbook/service';
import { IsString, MinLength } from 'class-validator';

/** What query reads from its environment. */
export class QueryConfig extends PublisherVariables {
  /** Of the role trailbook_query, which sees what row-level security lets it see, and changes nothing. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** Connections for pages and single entries. */
  @IntegerVariable(1, 1_000)
  DATABASE_CONNECTIONS: number = 10;

  /** Connections for downloads, of which each holds one for as long as it takes. */
  @IntegerVariable(1, 1_000)
  DOWNLOAD_CONNECTIONS: number = 4;

  /** The longest that one statement for a page may take, in milliseconds. */
  @IntegerVariable(100, 600_000)
  STATEMENT_TIMEOUT_MS: number = 15_000;

  /** The longest that a download may take, in milliseconds: its snapshot holds back the dropping of old partitions. */
  @IntegerVariable(1_000, 86_400_000)
  DOWNLOAD_TIMEOUT_MS: number = 3_600_000;

  /** Public keys of the gateway, by key id. */
  @Ed25519PublicKeysVariable()
  INTERNAL_PUBLIC_KEYS!: Record<string, string>;

  /** Encrypts the tokens with which a list is continued: the same for every instance. */
  @IsString()
  @MinLength(32, { message: 'must have at least 32 characters' })
  PAGE_TOKEN_KEY!: string;
}
