import { awsFailure, outcomeOf } from './errors';

const answer = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error(`about ${name}`), { name, $metadata: { httpStatusCode } });

describe('failures of AWS calls', () => {
  it.each([
    [answer('ThrottlingException', 400), 'retriable'],
    [answer('TooManyRequestsException', 429), 'retriable'],
    [answer('ServiceUnavailableException', 503), 'retriable'],
    [answer('InternalFailure', 500), 'retriable'],
    [answer('OperationAbortedException', 400), 'retriable'],
    [answer('AbortError'), 'retriable'],
    [Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }), 'retriable'],
    [answer('AccessDeniedException', 400), 'refused'],
    [answer('UnrecognizedClientException', 400), 'refused'],
    [answer('ExpiredTokenException', 400), 'refused'],
    [answer('CredentialsProviderError'), 'refused'],
    [answer('InvalidParameterException', 400), 'refused'],
  ])('%s is %s', (error, kind) => expect(outcomeOf(awsFailure(error, [])).kind).toBe(kind));

  it('names the network’s code rather than the class of the error', () => {
    expect(awsFailure(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), []).code).toBe('ECONNREFUSED');
  });

  it('strikes secrets out of the message', () => {
    const error = Object.assign(answer('InvalidSignatureException', 400), {
      message: 'signed with s3cr3t+key, s3cr3t+key',
    });
    expect(awsFailure(error, ['s3cr3t+key']).message).toBe('signed with ********, ********');
  });

  it.each([
    [{ code: 'ENOTFOUND' }, 'getaddrinfo ENOTFOUND sts.internal.example', 'The name is not known'],
    [{ code: 'ECONNREFUSED' }, 'connect ECONNREFUSED 10.1.2.3:443', 'The connection was refused'],
    [
      { name: 'CredentialsProviderError' },
      'Could not load credentials from /root/.aws/credentials',
      'This installation has no AWS identity of its own, so it cannot assume a role',
    ],
    [{ name: 'TypeError' }, 'Cannot read properties of undefined (reading "endpoint")', 'There was no answer'],
  ])('says of %j nothing that the SDK says of itself and of this host', (about, raw, message) => {
    expect(awsFailure(Object.assign(new Error(raw), about), []).message).toBe(message);
  });

  it('takes whatever is thrown', () => {
    expect(awsFailure(undefined, [])).toMatchObject({ code: 'UnknownError', retriable: true });
  });
});
