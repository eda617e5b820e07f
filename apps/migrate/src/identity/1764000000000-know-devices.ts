import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Devices that users have logged in on: what strangers' failed logins cause does not concern them. */
export class KnowDevices1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE identity.known_device (
      tenant_uid text NOT NULL,
      user_uid text NOT NULL,
      device bytea NOT NULL,
      last_login_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (user_uid, device),
      FOREIGN KEY (tenant_uid, user_uid) REFERENCES identity.user_account (tenant_uid, uid) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX known_device_device ON identity.known_device (device)');
    await runner.query(
      `COMMENT ON COLUMN identity.known_device.device IS 'SHA-256 of the secret that the browser keeps'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity.known_device');
  }
}
