import { readFileSync } from 'node:fs';
import { commercialRegions, partitionOfRegion } from './region';

describe('the partition of a region', () => {
  it.each([
    ['us-east-1', 'aws'],
    ['eu-central-2', 'aws'],
    ['ap-newplace-9', 'aws'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['cn-north-1', 'aws-cn'],
  ])('%s is of %s', (region, partition) => expect(partitionOfRegion(region)).toBe(partition));

  it.each([
    '',
    'x.evil.com/',
    'us-east-1.evil.com',
    'us-east-1\n',
    'mars-north-1',
    '127.0.0.1',
    'aws-global',
    'US-EAST-1',
  ])('there is none for %j', (region) => expect(partitionOfRegion(region)).toBeUndefined());

  it('repeats the pattern that the installed SDK has', () => {
    const source = readFileSync(require.resolve('@aws-sdk/core/client'), 'utf8');
    const patterns = [...source.matchAll(/"regionRegex": ("[^\n]+"),/g)].map(
      (match) => JSON.parse(match[1]!) as string,
    );
    expect(patterns.map((pattern) => new RegExp(pattern.replaceAll('\\-', '-')).source)).toContain(
      commercialRegions.source,
    );
  });
});
