import { SqlMigration } from './sql-migration';

/**
 * Keeps how far the source of an entry or a note is known: `v` by its signature, `a` by its name alone, `u` not at all
 * (see `codes.ts`). One byte a row; what was stored before is not verified, and no row is written anew.
 */
export class KeepSourceVerifications1763900000040 extends SqlMigration {
  protected readonly sql = `
ALTER TABLE audit.entry ADD COLUMN verification "char" NOT NULL DEFAULT 'u';
ALTER TABLE audit.note ADD COLUMN verification "char" NOT NULL DEFAULT 'u';
`;
}
