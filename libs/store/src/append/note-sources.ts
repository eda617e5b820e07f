import type { Pool } from 'pg';
import type { Row } from './rows';

/** Another instance may have met the first note of a source: it is asked so often, in milliseconds. */
const askEvery = 1_000;

/**
 * The sources that have sent a note. Of the others no event can have a note's identity, so that nothing has to be looked up for them.
 * The first note of a source and an event with its identity, stored by two instances within the same second, are both kept.
 */
export class NoteSources {
  private readonly ids = new Set<number>();
  private askedAt = -Infinity;

  has(sourceId: number): boolean {
    return this.ids.has(sourceId);
  }

  /** Marks the sources of these notes, before any of them is stored, and learns what others have marked. */
  async learn(pool: Pool, notes: readonly Row[]): Promise<void> {
    const fresh = new Set(notes.map(({ numbers }) => numbers.sourceId).filter((id) => !this.ids.has(id)));
    if (fresh.size > 0) {
      await pool.query('UPDATE audit.source SET has_notes = true WHERE id = ANY($1) AND NOT has_notes', [[...fresh]]);
      for (const id of fresh) this.ids.add(id);
    }
    if (Date.now() - this.askedAt < askEvery) return;
    this.askedAt = Date.now();
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM audit.source WHERE has_notes');
    for (const { id } of rows) this.ids.add(id);
  }
}
