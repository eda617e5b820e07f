import { fetch } from 'undici';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { WholeSystem } from '../system/whole-system';

/** Somebody who is signed in, and comes with an empty cache each time. */
export class Reader {
  private constructor(
    private readonly browser: Browser,
    private readonly gateway: string,
    private readonly token: string,
  ) {}

  /** @throws Error when the demo's administrator is not let in */
  static async of({ endpoints }: WholeSystem, browser: Browser): Promise<Reader> {
    const admin = endpoints.users.find(({ role }) => role === 'Tenant Admin');
    if (!admin) throw new Error('the demo has no Tenant Admin');
    const answer = await fetch(`${endpoints.gateway}/v1/auth/authenticate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ emailId: admin.email, password: admin.password }),
    });
    if (answer.status !== 200) throw new Error(`signing in was answered with ${answer.status}`);
    const { Authorization } = (await answer.json()) as { Authorization: string };
    return new Reader(browser, endpoints.gateway, Authorization);
  }

  /** A window of his own, which nothing was loaded into yet. @param script runs in each page before its own */
  async come(script: string): Promise<{ page: Page; context: BrowserContext }> {
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      baseURL: this.gateway,
    });
    await context.addInitScript(`sessionStorage.setItem('trailbook.token', ${JSON.stringify(this.token)});`);
    await context.addInitScript(script);
    return { page: await context.newPage(), context };
  }
}
