import { readSettings } from './settings';

const read = (env: NodeJS.ProcessEnv) => readSettings(env, '/home/ada/trailbook');

describe('the settings of a start', () => {
  it('have defaults for everything', () => {
    expect(read({})).toEqual({ port: 8080, folder: '/home/ada/trailbook/.trailbook', aws: {}, demo: true });
  });

  it('are what the environment says', () => {
    const env = {
      TRAILBOOK_PORT: '0',
      TRAILBOOK_DATA: '../elsewhere',
      KAFKA_BROKERS: 'k1:9092,k2:9092',
      DATABASE_URL: 'postgres://admin:secret@db/audit',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
      TRAILBOOK_DEMO: '0',
      TRAILBOOK_SHARED_BUFFERS: '4GB',
    };
    expect(read(env)).toEqual({
      port: 0,
      folder: '/home/ada/elsewhere',
      kafkaBrokers: 'k1:9092,k2:9092',
      databaseUrl: 'postgres://admin:secret@db/audit',
      aws: { cloudwatch: 'http://127.0.0.1:5000', sts: 'http://127.0.0.1:5000' },
      demo: false,
      sharedBuffers: '4GB',
    });
  });

  it('prefer the endpoint of one AWS service to that of all', () => {
    const env = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_STS: 'https://sts.example' };
    expect(read(env).aws).toEqual({ cloudwatch: 'http://all', sts: 'https://sts.example' });
    expect(read({ AWS_ENDPOINT_URL_STS: 'https://sts.example' }).aws).toEqual({ sts: 'https://sts.example' });
  });

  it('take what is empty as not said', () => {
    expect(read({ TRAILBOOK_PORT: '', KAFKA_BROKERS: ' ', TRAILBOOK_DATA: '' })).toEqual(read({}));
  });

  it.each([
    [{ TRAILBOOK_PORT: 'http' }, 'TRAILBOOK_PORT is a port from 1 to 65535, or 0 for a free one, and not http.'],
    [{ TRAILBOOK_PORT: '70000' }, 'and not 70000'],
    [{ TRAILBOOK_PORT: '-1' }, 'and not -1'],
    [{ TRAILBOOK_SHARED_BUFFERS: 'much' }, 'TRAILBOOK_SHARED_BUFFERS is a size such as 512MB or 4GB, and not much.'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL has to be a URL that starts with postgres:// or postgresql://.'],
    [{ AWS_ENDPOINT_URL: 'localhost:5000' }, 'AWS_ENDPOINT_URL has to be a URL that starts with http:// or https://.'],
  ])('refuse %p in one sentence', (env, sentence) => {
    expect(() => read(env)).toThrow(sentence);
  });
});
