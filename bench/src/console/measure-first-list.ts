import { figuresOf, type Figures } from './figures';
import type { Reader } from './reader';

/** Notes when the first entry is drawn: the frame after it came into the page. */
const watch = `
  window.firstList = new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('[data-index="0"]')) {
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      } else requestAnimationFrame(look);
    };
    look();
  });
`;

/** From opening the log, signed in and with an empty cache, to the first list on screen. In milliseconds. */
export async function measureFirstList(reader: Reader, rounds: number): Promise<Figures> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { page, context } = await reader.come(watch);
    await page.goto('/admin/audit-logs', { waitUntil: 'commit' });
    took.push(await page.evaluate<number>('window.firstList'));
    await context.close();
  }
  return figuresOf(took);
}
