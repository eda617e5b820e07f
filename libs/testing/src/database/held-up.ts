import { waitFor } from '../waiting/wait-for';
import { asAdministrator } from './administrator';

/** Statements of the transaction that holds the work up. */
interface HoldUp {
  before: string;
  /** Once it waits. */
  then?: string;
}

/** What comes of work that is begun in the middle of somebody else's transaction, and has to wait for its end. */
export function heldUp<T>(database: string, { before, then }: HoldUp, work: () => Promise<T>): Promise<T> {
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  // Asked within the transaction it would see activity as it was at first.
  const isWaiting = () => asAdministrator(database, async (other) => ((await other.query(waiting)).rowCount ?? 0) > 0);
  return asAdministrator(database, async (admin) => {
    await admin.query('BEGIN');
    await admin.query(before);
    const done = work();
    await waitFor('the work to wait', isWaiting);
    if (then !== undefined) await admin.query(then);
    await admin.query('COMMIT');
    return done;
  });
}
