import { CommonConfig, Ed25519PublicKeysVariable, UrlVariable } from '@trailbook/service';
import { IsOptional, IsString } from 'class-validator';

export class ClusterProfilesConfig extends CommonConfig {
  /** Of the role trailbook_cluster_profiles. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** The gateway's public keys, by which callers are believed. */
  @Ed25519PublicKeysVariable()
  INTERNAL_PUBLIC_KEYS!: Record<string, string>;

  @IsString()
  KAFKA_BROKERS!: string;

  @IsOptional()
  @IsString()
  KAFKA_SSL?: string;

  @IsOptional()
  @IsString()
  KAFKA_SASL_MECHANISM?: string;

  @IsOptional()
  @IsString()
  KAFKA_SASL_USERNAME?: string;

  @IsOptional()
  @IsString()
  KAFKA_SASL_PASSWORD?: string;

  @IsString()
  AUDIT_TOPIC: string = 'audit.events';
}
