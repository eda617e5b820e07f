import { BodyFields } from './body-fields';
import { parseCloudWatchSpec } from './cloudwatch-spec';
import { draftOf } from './trail-draft';
import { configurationOf, streamNameFor } from './trail-settings';

const parse = (body: object) => parseCloudWatchSpec(BodyFields.of(body, 'spec'));
const keys = { accessKey: 'AKIA', secretKey: 'secret' };
const target = { group: 'g', region: 'us-east-1' };
const context = { name: 'main', externalId: 'ours', path: 'spec' };

describe('a CloudWatch target in a request', () => {
  it('has defaults: a key, the region’s partition, a stream made from the name', () => {
    const spec = parse({ ...target, region: 'us-gov-west-1', credentials: keys });
    expect(spec).toMatchObject({ partition: 'aws-us-gov', stream: '', credentials: { credentialType: 'secret' } });
    expect(draftOf(spec, context).settings).toMatchObject({ stream: '', streamName: 'trailbook-main' });
  });

  it('takes null for what is absent', () => {
    const credentials = {
      ...keys,
      policyARNs: null,
      secretToken: null,
      partition: null,
      credentialType: null,
      sts: null,
    };
    expect(parse({ ...target, stream: null, credentials }).credentials).toEqual({
      credentialType: 'secret',
      policyARNs: [],
      accessKey: 'AKIA',
      secretKey: 'secret',
      secretToken: null,
    });
  });

  it.each([
    ['sts', 5],
    ['sts', { externalId: 'a b' }],
    ['podIdentity', { roleArn: 'x'.repeat(2_049) }],
    ['secretToken', []],
  ])('looks at what the credential type does not need: %s', (name, value) => {
    const credentials = { ...keys, [name]: value };
    expect(() => parse({ ...target, credentials })).toThrow(`spec.credentials.${name}`);
  });

  it('keeps saved secrets where they are masked or left out, and drops a token that is gone', () => {
    const withToken = draftOf(parse({ ...target, credentials: { ...keys, secretToken: 'token' } }), context);
    const saved = { settings: withToken.settings, secrets: withToken.secrets };
    const masked = { accessKey: 'AKIA', secretKey: '********', secretToken: '********' };
    expect(draftOf(parse({ ...target, credentials: masked }), { ...context, saved }).secrets).toEqual(saved.secrets);
    const absent = { accessKey: 'AKIA' };
    expect(draftOf(parse({ ...target, credentials: absent }), { ...context, saved })).toMatchObject({
      secrets: { secretKey: 'secret' },
      settings: { credentials: { hasToken: false } },
    });
  });

  it('keeps the stream’s name when the trail is renamed', () => {
    const { settings, secrets } = draftOf(parse({ ...target, credentials: keys }), context);
    const renamed = draftOf(parse({ ...target, credentials: keys }), {
      ...context,
      name: 'new',
      saved: { settings, secrets },
    });
    expect(renamed.settings.streamName).toBe('trailbook-main');
  });

  it('becomes what the sink needs', () => {
    const { settings, secrets } = draftOf(
      parse({ ...target, stream: 's', credentials: { ...keys, secretToken: 't' } }),
      context,
    );
    expect(configurationOf('uid', settings, secrets)).toEqual({
      group: 'g',
      stream: 's',
      region: 'us-east-1',
      partition: 'aws',
      credentials: { type: 'key', accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 't' },
    });
    const sts = draftOf(parse({ ...target, credentials: { credentialType: 'sts', sts: { arn: 'role' } } }), context);
    expect(configurationOf('uid', sts.settings, sts.secrets).credentials).toEqual({
      type: 'role',
      roleArn: 'role',
      externalId: 'ours',
      sessionName: 'trailbook-uid',
    });
  });

  it('counts characters, not bytes or units', () => {
    expect(parse({ ...target, stream: '😀'.repeat(512), credentials: keys }).stream).toHaveLength(1_024);
    expect(() => parse({ ...target, stream: '😀'.repeat(513), credentials: keys })).toThrow('at most 512');
  });

  it('makes streams’ names that CloudWatch takes', () => {
    expect(streamNameFor('Prod: *all* (EU) ü')).toBe('trailbook-Prod-all-EU-');
    expect(streamNameFor('x'.repeat(600))).toHaveLength(512);
  });
});
