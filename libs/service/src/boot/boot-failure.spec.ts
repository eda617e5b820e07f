import { ConfigurationError } from '../config/configuration-error';
import { bootFailure } from './boot-failure';

const listen = (code: string) => Object.assign(new Error('listen'), { code, port: 80, address: '10.0.0.1' });

describe('a failed boot', () => {
  it.each([
    [listen('EADDRINUSE'), 'Port 80 on 10.0.0.1 is already in use.'],
    [listen('EACCES'), 'Listening on port 80 is not permitted.'],
    [listen('EADDRNOTAVAIL'), 'This machine has no address 10.0.0.1 to listen on.'],
    [new Error('Kafka does not answer at a:9092\n    at x.js:1'), 'Kafka does not answer at a:9092.'],
    [new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:5432')]), 'connect ECONNREFUSED 127.0.0.1:5432.'],
    [new ConfigurationError([{ variable: 'A', problem: 'is required' }]), 'The configuration is wrong: A is required.'],
    [new TypeError(''), 'TypeError.'],
    ['text', 'text.'],
  ])('%#: says %2$s', (error, sentence) => expect(bootFailure(error)).toBe(sentence));
});
