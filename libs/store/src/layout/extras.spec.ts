import fc from 'fast-check';
import { packAttributes, unpackAttributes } from './extras';

describe('attributes beside the payload', () => {
  it('come back as they were', () => {
    const attributes = fc.record(
      {
        subject: fc.oneof(fc.string(), fc.constant('cluster/c1')),
        traceparent: fc.string(),
        extras: fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,20}$/), fc.string()),
      },
      { requiredKeys: ['extras'] },
    );
    fc.assert(
      fc.property(attributes, (given) => {
        const back = unpackAttributes(packAttributes(given, 'cluster/c1'), () => 'cluster/c1');
        expect({ ...back, extras: { ...back.extras } }).toEqual({ ...given, extras: { ...given.extras } });
      }),
    );
  });

  it('take no byte where there are none, and few for the usual ones', () => {
    expect(packAttributes({ extras: {} })).toBe('');
    expect(packAttributes({ subject: 'cluster/c1', traceparent: '00-a-b-01', extras: {} }, 'cluster/c1')).toBe(
      '{"s":1,"t":"00-a-b-01"}',
    );
  });
});
