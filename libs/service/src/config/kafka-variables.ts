import { IsOptional, IsString, MinLength } from 'class-validator';
import { CommonConfig } from './common-config';
import { FlagVariable } from './variables';

/**
 * What every app that speaks to Kafka reads beside that. Brokers and login are judged together, by `kafkaConfigFrom` of
 * `@trailbook/messaging`, which takes this class as it is.
 */
export class KafkaVariables extends CommonConfig {
  /** `host:port`, comma-separated. */
  @IsString()
  KAFKA_BROKERS!: string;

  /** TLS towards the brokers. An authority of your own is named by its file in `NODE_EXTRA_CA_CERTS`, as for all of Node. */
  @FlagVariable()
  KAFKA_SSL: boolean = false;

  /** `plain`, `scram-sha-256` or `scram-sha-512`, where the brokers want a login. */
  @IsOptional()
  @IsString()
  KAFKA_SASL_MECHANISM?: string;

  /** Of the login, and required with it. */
  @IsOptional()
  @IsString()
  KAFKA_SASL_USERNAME?: string;

  /** Of the login, and required with it. */
  @IsOptional()
  @IsString()
  KAFKA_SASL_PASSWORD?: string;

  /** Where audit events are. */
  @IsString()
  @MinLength(1)
  AUDIT_TOPIC: string = 'audit.events';
}
