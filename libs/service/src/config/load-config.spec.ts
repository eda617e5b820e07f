import { generateKeyPairSync } from 'node:crypto';
import { IsOptional, IsString } from 'class-validator';
import { CommonConfig } from './common-config';
import { ConfigurationError } from './configuration-error';
import { loadConfig } from './load-config';
import {
  Ed25519PrivateKeyVariable,
  Ed25519PublicKeysVariable,
  FlagVariable,
  IntegerVariable,
  ListVariable,
  UrlVariable,
} from './variables';

class Config extends CommonConfig {
  @IsString()
  SECRET!: string;

  @UrlVariable('http')
  QUERY_URL!: string;

  @IsOptional()
  @ListVariable()
  KAFKA_BROKERS?: string[];

  @FlagVariable()
  KAFKA_SSL: boolean = false;

  @IntegerVariable(1, 10)
  COUNT: number = 3;
}
const good = { SECRET: 's', QUERY_URL: 'http://query:8080' };

const faultsOf = (config: new () => object, env: NodeJS.ProcessEnv) => {
  try {
    loadConfig(config, env);
    return [];
  } catch (error) {
    return (error as ConfigurationError).faults;
  }
};

describe('the configuration', () => {
  it('is typed, with defaults, and without anything that was not declared', () => {
    const loaded = loadConfig(Config, {
      ...good,
      KAFKA_BROKERS: 'a:1, b:2',
      KAFKA_SSL: 'true',
      PORT: '80',
      HOME: '/root',
    });
    expect(loaded).toBeInstanceOf(Config);
    expect(loaded).toMatchObject({ ...good, KAFKA_BROKERS: ['a:1', 'b:2'], KAFKA_SSL: true, PORT: 80, COUNT: 3 });
    expect(loaded).not.toHaveProperty('HOME');
  });

  it('counts an empty variable as unset', () => {
    expect(loadConfig(Config, { ...good, PORT: '', KAFKA_BROKERS: ' ' })).toMatchObject({ PORT: 0 });
    expect(faultsOf(Config, { ...good, SECRET: '' })).toEqual([{ variable: 'SECRET', problem: 'is required' }]);
  });

  it('names every fault together', () => {
    const env = { QUERY_URL: 'not a url', PORT: '70000', COUNT: '1e1', LOG_LEVEL: 'loud', KAFKA_SSL: 'maybe' };
    const faults = faultsOf(Config, env);
    expect(faults.map(({ variable }) => variable).sort()).toEqual(
      ['COUNT', 'KAFKA_SSL', 'LOG_LEVEL', 'PORT', 'QUERY_URL', 'SECRET'].sort(),
    );
    expect(new ConfigurationError(faults).message).toContain('PORT must be a whole number from 0 to 65535');
  });

  class Keys {
    @Ed25519PrivateKeyVariable()
    PRIVATE!: string;

    @Ed25519PublicKeysVariable()
    PUBLIC!: Record<string, string>;
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['PEM', privateKey, JSON.stringify({ k1: publicKey })],
    ['base64 of it', base64(privateKey), JSON.stringify({ k1: base64(publicKey) })],
  ])('takes keys as %s', (_form, PRIVATE, PUBLIC) => {
    const loaded = loadConfig(Keys, { PRIVATE, PUBLIC });
    expect(loaded.PRIVATE.trim()).toBe(privateKey.trim());
    expect(loaded.PUBLIC.k1?.trim()).toBe(publicKey.trim());
  });

  it.each([
    ['no keys', 'hunter2', '{}'],
    ['keys of another kind', ecKey(), JSON.stringify({ k1: 'hunter2' })],
    ['no JSON', privateKey.slice(0, 60), '{"hunter2'],
  ])('refuses %s and never repeats them', (_name, PRIVATE, PUBLIC) => {
    const faults = faultsOf(Keys, { PRIVATE, PUBLIC });
    expect(faults.map(({ variable }) => variable)).toEqual(['PRIVATE', 'PUBLIC']);
    expect(new ConfigurationError(faults).message).not.toMatch(/hunter2|BEGIN/);
  });
});

function ecKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}
