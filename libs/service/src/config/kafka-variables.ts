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

  @FlagVariable()
  KAFKA_SSL: boolean = false;

  @IsOptional()
  @IsString()
  KAFKA_SASL_MECHANISM?: string;

  @IsOptional()
  @IsString()
  KAFKA_SASL_USERNAME?: string;

  @IsOptional()
  @IsString()
  KAFKA_SASL_PASSWORD?: string;

  /** Where audit events are. */
  @IsString()
  @MinLength(1)
  AUDIT_TOPIC: string = 'audit.events';
}
