import type { Browser } from 'playwright-core';
import { launch, Visitor, wide, type Look } from './visitor';

/**
 * One browser for a spec file. Whoever comes within a test leaves at its end, and fails it if his page had a problem.
 * @returns lets a visitor come
 */
export function visits(): (look?: Look) => Promise<Visitor> {
  let browser: Browser;
  let present: Visitor[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    const gone = present;
    present = [];
    await Promise.all(gone.map((visitor) => visitor.leave()));
    expect(gone.flatMap(({ problems }) => problems)).toEqual([]);
  });
  afterAll(() => browser.close());
  return async (look = wide) => {
    const visitor = await Visitor.come(browser, look);
    present.push(visitor);
    return visitor;
  };
}
