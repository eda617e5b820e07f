import { anyText } from '@trailbook/contract/corpus';
import fc from 'fast-check';
import { writeBody } from './put-log-events';

describe('the body of PutLogEvents', () => {
  it('is what the SDK would send', () => {
    const event = fc.record({
      time: fc.oneof(fc.nat(), fc.maxSafeNat()),
      text: fc.oneof(
        anyText(),
        fc.nat({ max: 5_000 }).map((length) => '\0"'.repeat(length)),
      ),
    });
    fc.assert(
      fc.property(fc.array(event), fc.string(), (events, stream) => {
        const given = events.map(({ time, text }) => ({ uid: '', time, message: Buffer.from(text) }));
        expect(JSON.parse(writeBody('group/a', stream, given).written.toString())).toEqual({
          logGroupName: 'group/a',
          logStreamName: stream,
          logEvents: given.map(({ time, message }) => ({ timestamp: time, message: message.toString() })),
        });
      }),
    );
  });
});
