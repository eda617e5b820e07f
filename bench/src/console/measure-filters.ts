import type { Page } from 'playwright-core';
import { figuresOf, type Figures } from './figures';
import type { Reader } from './reader';

/**
 * Measures in the page itself: from the click, or the key, to the frame in which the list is that of another query
 * than before.
 */
const watch = `
  window.answered = undefined;
  const began = { at: 0 };
  const begin = () => { began.at = performance.now(); };
  addEventListener('pointerdown', begin, true);
  addEventListener('keydown', begin, true);
  window.awaitAnswer = () => {
    const list = document.querySelector('[data-testid="entries"]');
    window.answered = new Promise((resolve) => {
      const look = () => {
        const now = document.querySelector('[data-testid="entries"]');
        const fresh = now && now !== list && !now.closest('[aria-busy="true"]');
        if (fresh && now.querySelector('[data-index="0"]')) {
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began.at)));
        } else requestAnimationFrame(look);
      };
      look();
    });
  };
`;

/** What a reader does, each from the whole log on. */
const choices: Record<string, (page: Page) => Promise<void>> = {
  type: (page) => tick(page, 'Type', /^Delete/),
  resourceType: (page) => tick(page, 'Resource type', /^clusterprofile/),
  user: (page) => tick(page, 'User', /^user7@/),
  actor: (page) => tick(page, 'Done by', 'Users'),
  range: async (page) => {
    await page.getByRole('button', { name: 'Last year' }).click();
    await page.evaluate('window.awaitAnswer()');
    await page.getByRole('button', { name: 'Last 7 days' }).click();
  },
  search: async (page) => {
    await page.evaluate('window.awaitAnswer()');
    await page.getByLabel('Search in resource, message and note').press('7');
  },
};

async function tick(page: Page, filter: string, choice: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: filter, exact: true }).click();
  const box = page.getByRole('checkbox', { name: choice });
  await box.waitFor();
  await page.evaluate('window.awaitAnswer()');
  await box.click();
}

/** From a filter's choice to its answer on screen. In milliseconds; `search` waits 80 of them for more to be typed. */
export async function measureFilters(reader: Reader, rounds: number): Promise<Record<string, Figures>> {
  const took: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, choose] of Object.entries(choices)) {
      const { page, context } = await reader.come(watch);
      await page.goto('/admin/audit-logs?range=1y');
      await page.locator('[data-index="0"]').waitFor();
      await page.waitForLoadState('networkidle');
      await choose(page);
      (took[name] ??= []).push(await page.evaluate<number>('window.answered'));
      await context.close();
    }
  }
  return Object.fromEntries(Object.entries(took).map(([name, times]) => [name, figuresOf(times)]));
}
