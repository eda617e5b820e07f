import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { drawn } from '../browser/drawn';

const widths = { 1280: 800, 390: 844 } as const;
const schemes = ['light', 'dark'] as const;

/** Takes each screen in both colour schemes, wide and narrow, from one visit: the page follows its window. */
export class Camera {
  taken = 0;

  /** @param readme pictures that are also kept for the README, by their names here */
  constructor(
    private readonly folder: string,
    private readonly readme: { folder: string; pictures: Readonly<Record<string, string>> } | undefined,
  ) {}

  async take(page: Page, name: string): Promise<void> {
    await page.waitForLoadState('networkidle');
    for (const [width, height] of Object.entries(widths)) {
      await page.setViewportSize({ width: Number(width), height });
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await drawn(page);
        await this.write(page, `${name}-${width}-${colorScheme}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: widths[1280] });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }

  private async write(page: Page, name: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = path.join(this.folder, `${name}.png`);
    await page.screenshot({ path: file, caret: 'hide' });
    this.taken += 1;
    const kept = this.readme?.pictures[name];
    if (this.readme && kept) await copyFile(file, path.join(this.readme.folder, kept));
  }
}
