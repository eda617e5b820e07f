import { KafkaConfigurationError } from '../errors';

export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

export interface KafkaConfig {
  brokers: string[];
  ssl: boolean;
  sasl?: { mechanism: SaslMechanism; username: string; password: string };
}

/** The environment variables that say where Kafka is and how to log in. */
export interface KafkaSettings {
  KAFKA_BROKERS?: string;
  KAFKA_SSL?: string | boolean;
  KAFKA_SASL_MECHANISM?: string;
  KAFKA_SASL_USERNAME?: string;
  KAFKA_SASL_PASSWORD?: string;
}

const mechanisms: readonly string[] = ['plain', 'scram-sha-256', 'scram-sha-512'];

/**
 * Reads Kafka's settings from an environment, or from a configuration object with the same names.
 * @throws KafkaConfigurationError naming every fault
 */
export function kafkaConfigFrom(settings: KafkaSettings): KafkaConfig {
  const faults: string[] = [];
  const brokers = (settings.KAFKA_BROKERS ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  if (brokers.length === 0) faults.push('KAFKA_BROKERS must name at least one broker as host:port');
  for (const broker of brokers) {
    if (!isAddress(broker)) faults.push(`KAFKA_BROKERS: ${JSON.stringify(broker)} is not host:port`);
  }
  const sasl = saslFrom(settings, faults);
  const ssl = isTrue(settings.KAFKA_SSL, faults);
  if (faults.length > 0) throw new KafkaConfigurationError(`${faults.join('; ')}.`);
  return { brokers, ssl, ...(sasl && { sasl }) };
}

function saslFrom(settings: KafkaSettings, faults: string[]): KafkaConfig['sasl'] {
  const { KAFKA_SASL_MECHANISM: named, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  if (!named) return undefined;
  const mechanism = named.toLowerCase();
  if (!mechanisms.includes(mechanism)) faults.push(`KAFKA_SASL_MECHANISM must be one of ${mechanisms.join(', ')}`);
  if (!username || !password) faults.push('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are required with a mechanism');
  return { mechanism: mechanism as SaslMechanism, username: username ?? '', password: password ?? '' };
}

function isAddress(broker: string): boolean {
  const port = /^(?:[^\s:]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/.exec(broker)?.[1];
  return port !== undefined && Number(port) > 0 && Number(port) < 65536;
}

function isTrue(value: string | boolean | undefined, faults: string[]): boolean {
  if (value === undefined || value === '') return false;
  const text = String(value).toLowerCase();
  if (!['true', 'false', '1', '0'].includes(text)) faults.push('KAFKA_SSL must be true or false');
  return text === 'true' || text === '1';
}
