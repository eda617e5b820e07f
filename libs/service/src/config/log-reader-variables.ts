import {
  parseAllowedSources,
  type AllowedSources,
  type DecideOptions,
  type VerificationKeys,
} from '@trailbook/contract';
import { IsOptional } from 'class-validator';
import { ProducerKeysVariable, VerificationKeysVariable } from './event-key-variables';
import { PublisherVariables } from './publisher-variables';
import { ParsedVariable } from './variables';

/** What every app that judges the records of the log reads beside that: the same in all of them, so that they agree. */
export class LogReaderVariables extends PublisherVariables {
  /** JSON of which sources may speak for which tenants; all may for all when it isn't set. */
  @IsOptional()
  @ParsedVariable(parseAllowedSources)
  ALLOWED_SOURCES?: AllowedSources;

  /** Public keys of Trailbook's own apps, each with the sources that it speaks for. */
  @VerificationKeysVariable()
  EVENT_PUBLIC_KEYS!: VerificationKeys;

  /**
   * Public keys of other producers: JSON of key ids to `{"publicKey", "sources", "tenants"?}`. A source that is listed here
   * is taken only signed.
   */
  @IsOptional()
  @ProducerKeysVariable()
  PRODUCER_PUBLIC_KEYS?: VerificationKeys;
}

/**
 * The rules by which a reader of the log judges records.
 * @throws {TypeError} where a key id is given twice
 */
export function decideOptionsOf(config: LogReaderVariables & { RETENTION_DAYS: number }): DecideOptions {
  const { RETENTION_DAYS, ALLOWED_SOURCES, EVENT_PUBLIC_KEYS, PRODUCER_PUBLIC_KEYS } = config;
  const verificationKeys =
    PRODUCER_PUBLIC_KEYS === undefined ? EVENT_PUBLIC_KEYS : EVENT_PUBLIC_KEYS.and(PRODUCER_PUBLIC_KEYS);
  return { retentionDays: RETENTION_DAYS, allowedSources: ALLOWED_SOURCES, verificationKeys };
}
