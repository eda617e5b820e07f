import type { Page } from 'playwright-core';

/** Two frames: one in which the page notices its new window, one in which it is drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
