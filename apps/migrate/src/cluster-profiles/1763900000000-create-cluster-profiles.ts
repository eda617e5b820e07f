import { dropOutboxTable, outboxTable } from '@trailbook/producer';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cluster profiles of a project, or of the tenant (`project_uid` is empty), and the outbox of their changes. */
export class CreateClusterProfiles1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE cluster_profiles.cluster_profile (
      uid text PRIMARY KEY,
      tenant_uid text NOT NULL,
      project_uid text NOT NULL,
      name text NOT NULL,
      description text NOT NULL,
      spec json NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (tenant_uid, project_uid, name)
    )`);
    // The list of a scope, in the order in which profiles were made (a uid begins with its time).
    await runner.query(
      'CREATE UNIQUE INDEX cluster_profile_scope ON cluster_profiles.cluster_profile (tenant_uid, project_uid, uid)',
    );
    for (const statement of outboxTable('cluster_profiles', 'trailbook_cluster_profiles'))
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cluster_profiles.cluster_profile');
    await runner.query(dropOutboxTable('cluster_profiles'));
  }
}
