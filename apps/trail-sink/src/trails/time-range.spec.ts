import { BodyFields } from './body-fields';
import { parseTimeRange } from './time-range';

describe('a range of times', () => {
  it('takes any zone, and the same time twice', () => {
    const startTime = '2026-01-02T03:04:05.123Z';
    const time = Date.parse(startTime);
    const range = parseTimeRange(BodyFields.of({ startTime, endTime: '2026-01-02T08:34:05.123+05:30' }, ''));
    expect(range).toEqual({ from: time, to: time });
  });

  it.each([
    ['startTime', {}],
    ['endTime', { startTime: '2026-01-02T03:04:05Z' }],
    ['endTime', { startTime: '2026-01-02T03:04:05Z', endTime: '2026-02-30T00:00:00Z' }],
    ['startTime', { startTime: ['2026-01-02T03:04:05Z'], endTime: '2026-01-02T03:04:05Z' }],
    ['startTime', { startTime: '2026-01-02', endTime: '2026-01-02T03:04:05Z' }],
    ['endTime', { startTime: '2026-01-02T03:04:05Z', endTime: '2026-01-02T03:04:04Z' }],
  ])('names what is wrong: %s of %j', (field, values) => {
    const refused = (): unknown => {
      try {
        return parseTimeRange(BodyFields.of(values, ''));
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toMatchObject({ status: 400, details: { field } });
  });
});
