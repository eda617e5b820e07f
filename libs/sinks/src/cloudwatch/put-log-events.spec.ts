import fc from 'fast-check';
import { encodeBody } from './put-log-events';

describe('the body of PutLogEvents', () => {
  it('is what the SDK would send', () => {
    const event = fc.record({ time: fc.nat(), text: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(fc.array(event), fc.string(), (events, stream) => {
        const given = events.map(({ time, text }) => ({ uid: '', time, message: Buffer.from(text) }));
        expect(JSON.parse(encodeBody('group/a', stream, given).toString())).toEqual({
          logGroupName: 'group/a',
          logStreamName: stream,
          logEvents: given.map(({ time, message }) => ({ timestamp: time, message: message.toString() })),
        });
      }),
    );
  });
});
