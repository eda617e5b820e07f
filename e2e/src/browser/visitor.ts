import AxeBuilder from '@axe-core/playwright';
import type { BrowserProgram } from '@trailbook/local';
import { chromium, type Browser, type Page } from 'playwright-core';
import { endpoints, type User } from '../system/running-system';

export interface Look {
  width: number;
  scheme: 'light' | 'dark';
}

export const wide: Look = { width: 1280, scheme: 'light' };
export const narrow: Look = { width: 390, scheme: 'dark' };

/** Set by the global set-up: how to start the browser. */
export const browserVariable = 'TRAILBOOK_E2E_BROWSER';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Refusals are part of the stories; the browser tells of them as errors. */
const ordinary = /^Failed to load resource: the server responded with a status of 4\d\d/;

export function launch(): Promise<Browser> {
  const program = JSON.parse(process.env[browserVariable] ?? '{}') as BrowserProgram;
  return chromium.launch({ ...program, env: { ...process.env, ...program.env }, headless: true });
}

/** Somebody with a browser window of his own. */
export class Visitor {
  /** What went wrong in the page: errors, breaches of the content security policy, requests to other sites. */
  readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    sites: readonly string[],
  ) {
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !ordinary.test(message.text())) this.problems.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (![...sites, 'blob:'].some((site) => url.startsWith(site))) this.problems.push(`asked another site: ${url}`);
    });
  }

  /** @param otherSites where the story leads besides the console */
  static async come(browser: Browser, { width, scheme }: Look = wide, ...otherSites: string[]): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 800 },
      colorScheme: scheme,
      baseURL: endpoints().gateway,
      acceptDownloads: true,
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
    });
    context.setDefaultTimeout(20_000);
    return new Visitor(await context.newPage(), [endpoints().gateway, ...otherSites]);
  }

  /** Signs in, from whatever address is asked for, and waits for that address. */
  async signIn(user: User, address = '/'): Promise<void> {
    await this.page.goto(address);
    await this.page.locator('input[name=email]').fill(user.email);
    await this.page.locator('input[name=password]').fill(user.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.waitForURL((url) => url.pathname !== '/sign-in' && url.pathname !== '/');
  }

  /** Waits until nothing is loading any more. */
  async settled(): Promise<void> {
    await this.page.waitForLoadState('networkidle');
    await this.page.getByRole('status', { name: /^Loading/ }).waitFor({ state: 'detached' });
    await this.page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  }

  /** How many entries the list says there are. */
  async total(): Promise<number> {
    const text = (await this.page.getByTestId('total').textContent()) ?? '';
    return Number(text.replace(/\D/g, ''));
  }

  /** Waits until the list says that there are so many entries. */
  async untilTotal(expected: number): Promise<void> {
    const text = new RegExp(`^${expected.toLocaleString('en-GB')} entr(y|ies)$`);
    await this.page.getByTestId('total').filter({ hasText: text }).waitFor();
  }

  /**
   * What axe finds against WCAG 2.2 AA, in a line each. By default axe also describes each element that passes, and
   * opens a second page to put the findings of several frames together: most of its time, and of no use here.
   */
  async barriers(): Promise<string[]> {
    const axe = new AxeBuilder({ page: this.page }).options({ resultTypes: ['violations'] }).withTags(wcag);
    const { violations } = await axe.setLegacyMode().analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }

  /** By how many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  }

  leave(): Promise<void> {
    return this.page.context().close();
  }
}
