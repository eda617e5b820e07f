import { parseAllowedSources } from './sources';

describe('parseAllowedSources', () => {
  test('reads sources with their tenants', () => {
    const sources = { '/services/billing': ['acme'], '/platform/*': ['*'] };
    expect(parseAllowedSources(JSON.stringify(sources))).toEqual(sources);
  });

  test.each(['', 'x', 'null', '[]', '{"/s":"acme"}', '{"/s":[1]}', '{"/s":[""]}', '{"":["acme"]}'])(
    'refuses %j with a sentence',
    (json) => {
      expect(() => parseAllowedSources(json)).toThrow(/^allowed sources must be a JSON object/);
    },
  );
});
