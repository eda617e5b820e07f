import { redact, serializeError } from './redaction';

describe('the log', () => {
  it.each([
    { authorization: 'x' },
    { Authorization: 'x' },
    { headers: { apikey: 'x', ApiKey: 'x', cookie: 'x', 'x-trailbook-identity': 'x' } },
    { body: [{ password: 'x', spec: { credentials: { secretKey: 'x' } } }] },
    { secretAccessKey: 'x', sessionToken: 'x', SECRET_KEY: 'x', newPassword: 'x', privateKey: 'x' },
  ])('holds no secret of %j', (fields) => {
    expect(JSON.stringify(redact(fields))).not.toContain('"x"');
  });

  it('keeps what is none', () => {
    const fields = { keyset: 'a', passed: 1, tokenUid: 'b', at: new Date(0), deep: { list: [1, null, 'c'] } };
    expect(redact(fields)).toEqual(fields);
  });

  it('ends where objects are endless', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(JSON.stringify(redact(loop))).toContain('too deep');
  });

  it('shows an error without the values of its statement', () => {
    const error = Object.assign(new Error('insert failed'), { parameters: ['hash-of-x'], config: { password: 'y' } });
    const text = JSON.stringify(serializeError(error));
    expect(text).toContain('insert failed');
    expect(text).toContain('stack');
    expect(text).not.toMatch(/hash-of-x|"y"/);
  });
});
