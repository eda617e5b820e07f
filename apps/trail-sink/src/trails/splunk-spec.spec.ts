import { BodyFields } from './body-fields';
import { parseSplunkSpec, splunkDraft, splunkView } from './splunk-spec';

const parse = (fields: object) => parseSplunkSpec(BodyFields.of(fields, 'spec.splunk'));

describe('what a request says about Splunk', () => {
  it.each([
    ['https://Splunk.example:8088/', 'https://splunk.example:8088'],
    ['https://splunk.example:443', 'https://splunk.example'],
    ['http://[::ffff:10.0.0.1]:8088', 'http://[::ffff:a00:1]:8088'],
    ['https://2130706433', 'https://127.0.0.1'],
  ])('has an address, written as it is meant: %s', (url, origin) => {
    expect(parse({ url, token: 't' }).url).toBe(origin);
  });

  it.each(['splunk', 'ftp://a', 'file:///etc/passwd', 'https://a/path', 'https://u:p@a', 'https://a?q', 'https://a#f'])(
    'has no other address: %s',
    (url) => expect(() => parse({ url, token: 't' })).toThrow('spec.splunk.url must be https://HOST'),
  );

  it.each([{ token: 'a b' }, { token: 'ü' }, { token: 't', index: 'Main' }, { token: 't', source: 7 }])(
    'names the field that is wrong: %j',
    (wrong) => expect(() => parse({ url: 'https://a', ...wrong })).toThrow('spec.splunk.'),
  );

  it('keeps the token with its address alone', () => {
    const saved = { settings: { url: 'https://a' }, secrets: { token: 'kept' } };
    const masked = parse({ ...splunkView(saved.settings), index: 'audit' });
    expect(splunkDraft(masked, saved)).toMatchObject({ settings: { index: 'audit' }, secrets: { token: 'kept' } });
    expect(() => splunkDraft(parse({ url: 'https://b' }), saved)).toThrow('spec.splunk.token is required');
    expect(() => splunkDraft(parse({ url: 'https://a' }))).toThrow('spec.splunk.token is required');
  });
});
