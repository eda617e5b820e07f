import type { CloudWatchSpec } from '../trails/cloudwatch-spec';
import type { TrailEntity } from '../trails/trail.entity';
import { matchTrails } from './match-trails';

const spec = (stream: string, accessKey = 'AKIA'): CloudWatchSpec => ({
  group: 'g',
  region: 'us-east-1',
  partition: 'aws',
  stream,
  credentials: { credentialType: 'secret', policyARNs: [], accessKey, secretKey: undefined, secretToken: null },
});
const trail = (uid: string, stream: string, accessKey = 'AKIA') =>
  ({
    uid,
    settings: {
      ...spec(stream),
      credentials: { credentialType: 'secret', policyARNs: [], accessKey, hasToken: false },
    },
  }) as unknown as TrailEntity;
const uids = ({ sinks, gone }: ReturnType<typeof matchTrails>) => ({
  sinks: sinks.map(({ same, replaces }) => same?.uid ?? (replaces ? `for ${replaces.uid}` : 'new')),
  gone: gone.map(({ uid }) => uid),
});

describe('a new list of data sinks', () => {
  it('keeps trails of the same group, region and stream, in any order', () => {
    const matching = matchTrails([spec('b'), spec('a', 'AKIAOTHER')], [trail('1', 'a'), trail('2', 'b')]);
    expect(uids(matching)).toEqual({ sinks: ['2', '1'], gone: [] });
  });

  it('puts a trail with a new target in the place of one with the same identity', () => {
    const matching = matchTrails([spec('c', 'AKIA2'), spec('d', 'AKIA3')], [trail('1', 'a'), trail('2', 'b', 'AKIA2')]);
    expect(uids(matching)).toEqual({ sinks: ['for 2', 'new'], gone: ['1', '2'] });
  });

  it('never gives one trail’s place twice', () => {
    const matching = matchTrails([spec('c'), spec('d')], [trail('1', 'a')]);
    expect(uids(matching)).toEqual({ sinks: ['for 1', 'new'], gone: ['1'] });
  });
});
