import { setTimeout } from 'node:timers/promises';
import { withHeartbeats } from './heartbeats';

describe('waiting with heartbeats', () => {
  it('needs none for work that is soon done', async () => {
    const heartbeat = jest.fn(() => Promise.resolve());
    await withHeartbeats(Promise.resolve(), heartbeat);
    expect(heartbeat).not.toHaveBeenCalled();
  });

  it('gives a sign of life while the work goes on', async () => {
    let beats = 0;
    let end: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (end = resolve));
    await withHeartbeats(work, () => {
      beats += 1;
      if (beats === 2) end();
      return Promise.resolve();
    });
    expect(beats).toBe(2);
  });

  it('fails as the work does, or as the heartbeat does', async () => {
    const failing = Promise.reject(new Error('work'));
    await expect(withHeartbeats(failing, () => Promise.resolve())).rejects.toThrow('work');
    const expelled = () => Promise.reject(new Error('expelled'));
    await expect(withHeartbeats(setTimeout(2_000), expelled)).rejects.toThrow('expelled');
  });
});
