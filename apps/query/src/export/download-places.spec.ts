import { DownloadPlaces } from './download-places';

function held() {
  let end!: () => void;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { done, end };
}

describe('places for downloads', () => {
  it('are for one tenant half of all, and free again when a download ends', async () => {
    const places = new DownloadPlaces(4);
    const first = held();
    const running = [places.with('a', () => first.done), places.with('a', () => first.done)];
    await expect(places.with('a', () => Promise.resolve())).rejects.toMatchObject({ status: 429 });
    await expect(places.with('b', () => Promise.resolve('given'))).resolves.toBe('given');
    first.end();
    await Promise.all(running);
    await expect(places.with('a', () => Promise.resolve('given'))).resolves.toBe('given');
  });

  it('are free again when a download fails', async () => {
    const places = new DownloadPlaces(1);
    for (let times = 0; times < 3; times += 1) {
      await expect(places.with('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    }
  });
});
