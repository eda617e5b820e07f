import { figuresOf, type Figures } from './figures';
import type { Reader } from './reader';

/** So many pixels a frame: about 27 rows, faster than anybody reads. */
const step = 1_200;

/** Scrolls on until the list has come to an entry, and answers how long each frame took. */
const scroll = (upTo: number): string => `(async () => {
  const list = document.querySelector('[data-testid="entries"]');
  const frames = [];
  let before = performance.now();
  for (;;) {
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
    before = now;
    list.scrollTop += ${step};
    const last = list.querySelectorAll('[data-index]');
    const index = Number(last[last.length - 1]?.dataset.index ?? 0);
    if (index >= ${upTo - 1}) return frames.slice(1);
  }
})()`;

/** From the newest entry down to a later one, without a pause. Milliseconds from frame to frame. */
export async function measureScroll(reader: Reader, entries: number): Promise<Figures & { frames: number }> {
  const { page, context } = await reader.come('');
  context.setDefaultTimeout(0);
  await page.goto('/admin/audit-logs?range=1y');
  await page.locator('[data-index="0"]').waitFor();
  await page.waitForLoadState('networkidle');
  const frames = await page.evaluate<number[]>(scroll(entries));
  await context.close();
  return { ...figuresOf(frames), frames: frames.length };
}
