import type { DataSource } from 'typeorm';
import { ExternalIds } from '../trails/external-ids';
import type { TrailSinkConfig } from '../trail-sink.config';
import type { PlatformPrincipal } from './platform-principal';
import { RoleChecks } from './role-checks';
import type { SinkFactory } from './sink-factory';

const own = 'arn:aws:iam::111122223333:role/audit';
const tenants = 'arn:aws:iam::444455556666:role/audit';

function checks(platformArn: string | null, OWN_ACCOUNT_ROLES?: 'refuse' | 'allow'): RoleChecks {
  const platform = { arn: () => Promise.resolve(platformArn) } as PlatformPrincipal;
  return new RoleChecks(platform, {} as SinkFactory, { OWN_ACCOUNT_ROLES } as TrailSinkConfig);
}

describe('a role of the platform’s own account', () => {
  const elsewhere = (url: string) =>
    jest.replaceProperty(process, 'env', { ...process.env, AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: url });
  beforeEach(() => void elsewhere(''));
  afterEach(() => void jest.restoreAllMocks());

  it.each([
    ['arn:aws:iam::111122223333:role/trailbook', own, true],
    ['arn:aws:iam::111122223333:user/trailbook', own, true],
    ['arn:aws:iam::111122223333:role/trailbook', tenants, false],
    ['arn:aws:iam::111122223333:role/trailbook', 'no role at all', false],
    [null, own, false],
  ])('of the principal %s is told: %s', async (principal, role, expected) => {
    expect(await checks(principal).isPlatforms(role)).toBe(expected);
  });

  it('is anybody’s where the operator says so, or where AWS is a stand-in', async () => {
    expect(await checks(own, 'allow').isPlatforms(own)).toBe(false);
    jest.restoreAllMocks();
    elsewhere('http://127.0.0.1:5000');
    expect(await checks(own).isPlatforms(own)).toBe(false);
    expect(await checks(own, 'refuse').isPlatforms(own)).toBe(true);
  });

  it.each([
    ['sts', { credentialType: 'sts', arn: own }, 'spec.credentials.sts.arn'],
    ['pod-identity', { credentialType: 'pod-identity', roleArn: own }, 'spec.credentials.podIdentity.roleArn'],
  ])('is refused to tenants, by %s', async (_, credentials, field) => {
    const ids = new ExternalIds({} as DataSource, checks(own));
    const chosen = ids.choose('acme', { credentials } as never, 'spec');
    await expect(chosen).rejects.toMatchObject({ status: 400, details: { field } });
  });
});
