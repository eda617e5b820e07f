import { Logger } from '@nestjs/common';
import { ReadinessRegistry } from './readiness-registry';

describe('readiness', () => {
  beforeAll(() => void Logger.overrideLogger(false));

  it('is everybody’s, and nobody’s while the app stops', async () => {
    const registry = new ReadinessRegistry();
    expect(await registry.check()).toEqual({ ready: true, checks: {} });
    let up = true;
    registry.add('database', () => undefined);
    registry.add('kafka', () => (up ? Promise.resolve() : Promise.reject(new Error('secret host is away'))));
    expect(await registry.check()).toEqual({ ready: true, checks: { database: 'up', kafka: 'up' } });
    up = false;
    expect(await registry.check()).toEqual({ ready: false, checks: { database: 'up', kafka: 'down' } });
    up = true;
    registry.stop();
    expect(await registry.check()).toMatchObject({ ready: false });
  });

  it('shows a part that nobody who is served needs, and is ready without it', async () => {
    const registry = new ReadinessRegistry();
    let up = true;
    registry.add('database', () => (up ? Promise.resolve() : Promise.reject(new Error('it is away'))));
    registry.show('kafka', () => Promise.reject(new Error('it is away')));
    expect(await registry.check()).toEqual({ ready: true, checks: { database: 'up', kafka: 'down' } });
    up = false;
    expect(await registry.check()).toEqual({ ready: false, checks: { database: 'down', kafka: 'down' } });
  });

  it('does not wait for a check that hangs', async () => {
    jest.useFakeTimers();
    const registry = new ReadinessRegistry();
    registry.add('hangs', () => new Promise(() => undefined));
    const check = registry.check();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await check).toEqual({ ready: false, checks: { hangs: 'down' } });
    jest.useRealTimers();
  });
});
