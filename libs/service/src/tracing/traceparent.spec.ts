import { startTracing } from './tracing';
import { currentTraceparent, withTraceparent } from './traceparent';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the trace', () => {
  beforeAll(() => void startTracing('spec'));

  it('goes on from a header, through whatever is awaited', async () => {
    expect(currentTraceparent()).toBeUndefined();
    await withTraceparent(traceparent, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      expect(currentTraceparent()).toBe(traceparent);
    });
    expect(currentTraceparent()).toBeUndefined();
  });

  it.each([undefined, '', 'garbage', '00-0-0-01', `${traceparent}-${'x'.repeat(9_000)}`])(
    'takes %j for none',
    (header) => {
      expect(withTraceparent(header, currentTraceparent)).toBeUndefined();
    },
  );
});
