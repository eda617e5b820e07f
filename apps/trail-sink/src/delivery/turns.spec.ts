import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from './turns';

/** Work that says when it began, and ends when it is told to. */
function controlled(name: string, began: string[]) {
  let end = (_error?: Error): void => undefined;
  const ended = new Promise<string>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve(name));
  });
  return { work: () => (began.push(name), ended), end };
}

describe('turns', () => {
  it('are a few at a time, in the order in which they were asked for', async () => {
    const turns = new Turns({ atOnce: 2, longestMs: 60_000 });
    const began: string[] = [];
    const works = ['a', 'b', 'c', 'd'].map((name) => controlled(name, began));
    const results = works.map(({ work }) => turns.run(work));
    await sleep(5);
    expect(began).toEqual(['a', 'b']);
    works[1]?.end();
    await expect(results[1]).resolves.toBe('b');
    await sleep(5);
    expect(began).toEqual(['a', 'b', 'c']);
    works[0]?.end(new Error('failed'));
    await expect(results[0]).rejects.toThrow('failed');
    await sleep(5);
    expect(began).toEqual(['a', 'b', 'c', 'd']);
    works[2]?.end();
    works[3]?.end();
    await Promise.all(results.slice(2));
    await expect(turns.run(() => Promise.resolve('e'))).resolves.toBe('e');
  });

  it('pass on from one that hangs, once', async () => {
    const turns = new Turns({ atOnce: 1, longestMs: 20 });
    const began: string[] = [];
    const works = ['hangs', 'b', 'c'].map((name) => controlled(name, began));
    const results = works.map(({ work }) => turns.run(work));
    while (began.length < 2) await sleep(5);
    works[0]?.end();
    await results[0];
    await sleep(0);
    expect(began).toEqual(['hangs', 'b']);
    works[1]?.end();
    works[2]?.end();
    await expect(Promise.all(results)).resolves.toEqual(['hangs', 'b', 'c']);
  });
});
