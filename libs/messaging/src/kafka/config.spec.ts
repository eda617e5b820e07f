import { KafkaConfigurationError } from '../errors';
import { kafkaConfigFrom } from './config';

describe("Kafka's settings", () => {
  it('are read from the environment', () => {
    expect(kafkaConfigFrom({ KAFKA_BROKERS: 'a:1, b:2', KAFKA_SSL: 'true' })).toEqual({
      brokers: ['a:1', 'b:2'],
      ssl: true,
    });
    const login = { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' };
    expect(kafkaConfigFrom({ KAFKA_BROKERS: '[::1]:9092', KAFKA_SSL: false, ...login })).toEqual({
      ...{ brokers: ['[::1]:9092'], ssl: false },
      sasl: { mechanism: 'plain', username: 'u', password: 'p' },
    });
  });

  it.each([
    [{}, 'KAFKA_BROKERS must name'],
    [{ KAFKA_BROKERS: 'nowhere' }, '"nowhere" is not host:port'],
    [{ KAFKA_BROKERS: 'a:99999' }, '"a:99999" is not host:port'],
    [{ KAFKA_BROKERS: 'a:1', KAFKA_SSL: 'perhaps' }, 'KAFKA_SSL must be'],
    [{ KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'magic' }, 'KAFKA_SASL_MECHANISM must be one of'],
    [{ KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD'],
  ])('%j: %s', (settings, message) => {
    expect(() => kafkaConfigFrom(settings)).toThrow(KafkaConfigurationError);
    expect(() => kafkaConfigFrom(settings)).toThrow(message);
  });
});
