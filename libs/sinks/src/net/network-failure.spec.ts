import { AddressRefusedError, NameRefusedError } from './guarded-agent';
import { networkFailure } from './network-failure';

describe('what a request failed with', () => {
  it.each([
    [{ name: 'ConnectTimeoutError', code: 'UND_ERR_CONNECT_TIMEOUT' }, 'TimeoutError', 'There was no answer in time'],
    [{ name: 'TimeoutError', code: 23 }, 'TimeoutError', 'There was no answer in time'],
    [{ code: 'ECONNREFUSED' }, 'ECONNREFUSED', 'The connection was refused'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'ERR_TLS_CERT_ALTNAME_INVALID', 'The certificate is for another name'],
    [{ code: 'ERR_SSL_TLSV1_ALERT' }, 'ERR_SSL_TLSV1_ALERT', 'There was no answer'],
    [{}, 'Error', 'There was no answer'],
  ])('%j is told in words of our own', (about, code, message) => {
    const raw = "connect 10.1.2.3:8088 (local /app/node_modules/undici/lib.js), cert's altnames: DNS:payments.internal";
    expect(networkFailure(Object.assign(new Error(raw), about))).toMatchObject({ code, message });
  });

  it.each([new AddressRefusedError('10.0.0.1'), new NameRefusedError('a.example')])('%s is told as it is', (error) =>
    expect(networkFailure(error)).toMatchObject({ code: error.code, message: error.message }),
  );

  it.each([undefined, null, 'text'])('%j is something, too', (thrown) =>
    expect(networkFailure(thrown)).toEqual({ code: 'Error', message: 'There was no answer' }),
  );
});
