import type { Page } from 'playwright-core';
import type { User } from '../system/running-system';

/** One screen in one state. */
export interface Scene {
  name: string;
  /** The role of the demo's user who sees it; nobody is signed in where it is absent. */
  as?: User['role'];
  /** Where it is; `{project}` stands for the uid of the first project. */
  at: string;
  /** What a user does to see it. */
  act?: (page: Page) => Promise<unknown>;
}
