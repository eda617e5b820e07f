import { IntegerVariable, KafkaVariables, UrlVariable } from '@trailbook/service';
import { type LoginRole, loginRoles, type RolePasswords } from '@trailbook/store/schema';
import { IsOptional, IsString } from 'class-validator';
import { passwordsFrom } from './passwords';

/** What the job migrate reads from its environment. */
export class MigrateConfig extends KafkaVariables {
  /** An administrator's: CREATEROLE, and CREATE on the database; it need not be a superuser. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** Where records go that can't be stored. */
  @IsString()
  AUDIT_REJECTED_TOPIC: string = 'audit.events.rejected';

  /** Partitions of the topic of events, where it is made. */
  @IntegerVariable(1, 10_000)
  AUDIT_PARTITIONS: number = 12;

  /** Replicas of each topic that is made. Its `min.insync.replicas` is one less, and at least 1. */
  @IntegerVariable(1, 32_767)
  KAFKA_REPLICATION: number = 1;

  /** Days that Kafka keeps events. */
  @IntegerVariable(1, 3_650)
  KAFKA_RETENTION_DAYS: number = 14;

  /** Days that the store keeps them. */
  @IntegerVariable(1, 3_650)
  AUDIT_RETENTION_DAYS: number = 365;

  /** JSON `{"trailbook_ingest":"…",…}`; a role that is not in it takes its password from its own variable. */
  @IsOptional()
  @IsString()
  DATABASE_PASSWORDS?: string;

  /** Of the role trailbook_ingest, if it isn't in `DATABASE_PASSWORDS`. */
  @IsOptional()
  @IsString()
  DB_PASSWORD_INGEST?: string;

  /** Of the role trailbook_query, if it isn't in `DATABASE_PASSWORDS`. */
  @IsOptional()
  @IsString()
  DB_PASSWORD_QUERY?: string;

  /** Of the role trailbook_sink, if it isn't in `DATABASE_PASSWORDS`. */
  @IsOptional()
  @IsString()
  DB_PASSWORD_SINK?: string;

  /** Of the role trailbook_partitions, if it isn't in `DATABASE_PASSWORDS`. */
  @IsOptional()
  @IsString()
  DB_PASSWORD_PARTITIONS?: string;

  /** Of the role trailbook_identity, if it isn't in `DATABASE_PASSWORDS`. */
  @IsOptional()
  @IsString()
  DB_PASSWORD_IDENTITY?: string;

  /** Of the role trailbook_cluster_profiles, if it isn't in `DATABASE_PASSWORDS`. */
  @IsOptional()
  @IsString()
  DB_PASSWORD_CLUSTER_PROFILES?: string;
}

/** @throws ConfigurationError naming every role without a password */
export function rolePasswords(config: MigrateConfig): RolePasswords {
  const own = Object.fromEntries(loginRoles.map((role) => [role, config[variableOf(role)]]));
  return passwordsFrom(config.DATABASE_PASSWORDS, own, variableOf);
}

type PasswordVariable = Extract<keyof MigrateConfig, `DB_PASSWORD_${string}`>;
const variableOf = (role: LoginRole) =>
  `DB_PASSWORD_${role.replace('trailbook_', '').toUpperCase()}` as PasswordVariable;
