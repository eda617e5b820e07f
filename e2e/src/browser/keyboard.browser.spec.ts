import { waitFor } from '@trailbook/testing';
import type { Page } from 'playwright-core';
import { userWith } from '../system/running-system';
import type { Visitor } from './visitor';
import { visits } from './visits';

const admin = userWith('Tenant Admin');

/** Many pages one after the other, on a machine that may have other things to do. In milliseconds. */
const patience = 120_000;

/** Somebody without a mouse. */
class Keyboard {
  constructor(private readonly page: Page) {}

  static async signIn({ page }: Visitor): Promise<Keyboard> {
    await page.goto('/sign-in');
    await page.locator('input[name=email]:focus').waitFor();
    await page.keyboard.type(admin.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(admin.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/admin/audit-logs');
    return new Keyboard(page);
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** The name of what has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate<string>(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    );
  }

  /** Waits until something of this name has the focus, and fails where that is not to be seen. */
  async isAt(name: string): Promise<void> {
    await waitFor(`the focus on ${name}`, async () => (await this.focused()) === name);
    expect(await this.page.evaluate<string>(focusProblem)).toBe('');
  }

  /** Presses a key until something of this name has the focus, which must be seen at each step. */
  async go(name: string, key = 'Tab'): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
      await this.press(key);
      expect(await this.page.evaluate<string>(focusProblem)).toBe('');
      if ((await this.focused()) === name) return;
    }
    throw new Error(`${key} does not lead to ${name}`);
  }
}

describe('the console by keyboard alone', () => {
  const come = visits();

  it(
    'is read: from the sign-in to a time, an entry, the next one, and back to its row',
    async () => {
      const visitor = await come();
      const { page } = visitor;
      const keyboard = await Keyboard.signIn(visitor);
      await visitor.settled();
      await keyboard.go('Skip to the content');
      await keyboard.press('Enter');
      await keyboard.go('Last 30 days');
      await keyboard.press('Enter');
      await page.locator('[role=dialog] :focus').waitFor();
      await keyboard.go('Last year');
      await keyboard.press('Enter');
      await page.waitForURL(/range=1y/);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await keyboard.isAt('Last year');

      await visitor.settled();
      const row = page.locator('[data-uid]:has(a:focus)');
      await waitFor('the tab key to lead to the list', async () => {
        await keyboard.press('Tab');
        return (await row.count()) > 0;
      });
      const index = Number(await row.getAttribute('data-index'));
      for (const next of [index + 1, index + 2]) {
        await keyboard.press('ArrowDown');
        await page.locator(`[data-index="${next}"] a:focus`).waitFor();
      }
      expect(await page.evaluate<string>(focusProblem)).toBe('');
      const uid = (await row.getAttribute('data-uid')) ?? '';
      await keyboard.press('Enter');
      await page.waitForURL(`**/${uid}?*`);
      await page.getByRole('heading', { name: 'Event as received' }).waitFor();
      await keyboard.go('Older entry');
      await keyboard.press('Enter');
      await page.waitForURL((url) => !url.pathname.endsWith(uid));
      await page.locator(`[data-index="${index + 3}"][data-chosen]`).waitFor();
      await keyboard.isAt('Older entry');
      await keyboard.press('Escape');
      await page.waitForURL('**/admin/audit-logs?range=1y');
      await page.locator(`[data-index="${index + 3}"] a:focus`).waitFor();
    },
    patience,
  );

  it(
    'is set up: menus, pages and dialogs lead back to where they were opened',
    async () => {
      const visitor = await come();
      const { page } = visitor;
      const keyboard = await Keyboard.signIn(visitor);
      await visitor.settled();
      await keyboard.go('Members');
      await keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Members' }).waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('content');

      await keyboard.go('Add member');
      await keyboard.press('Enter');
      await page.locator('[role=dialog] :focus').waitFor();
      await keyboard.go('Cancel');
      await keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await keyboard.isAt('Add member');

      const menu = `Actions for ${admin.email}`;
      await keyboard.go(menu);
      await keyboard.press('Enter');
      await page.locator('[role=menuitem]:focus').waitFor();
      await keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await keyboard.isAt(menu);
      await keyboard.press('Enter');
      await page.locator('[role=menuitem]:focus').waitFor();
      if ((await keyboard.focused()) !== 'Delete') await keyboard.go('Delete', 'ArrowDown');
      await keyboard.press('Enter');
      await page.locator('[role=dialog] :focus').waitFor();
      await keyboard.isAt('Cancel');
      await keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await keyboard.isAt(menu);
    },
    patience,
  );
});

/** What is wrong with how the focus shows: no outline (its own, its row's, or its label's), or something lies over it. */
const focusProblem = `(() => {
  const element = document.activeElement;
  const shown = [element, element.nextElementSibling, element.closest('[role=row]')].some((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const { left, top, width, height } = element.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const seen = !above || element.contains(above) || above.contains(element);
  const name = element.outerHTML.slice(0, 160);
  return shown ? (seen ? '' : 'covered: ' + name) : 'not shown: ' + name;
})()`;
