import { held } from './global-setup';

/** Stops the parts and deletes their data. */
export default async function globalTeardown(): Promise<void> {
  await held.trailbookParts?.stop();
  delete held.trailbookParts;
}
