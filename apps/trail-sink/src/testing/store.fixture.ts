import type { AuditTrail } from '@trailbook/producer';
import { testDatabase, type TestDatabase } from '@trailbook/testing';
import { DataSource } from 'typeorm';
import { DeliveryStore } from '../delivery/delivery-store';

/** A database of its own, what trail-sink keeps in it of deliveries, and trails that are only there. */
export class StoreUnderTest {
  private constructor(
    readonly database: TestDatabase,
    /** With trail-sink's rights. */
    readonly dataSource: DataSource,
    readonly store: DeliveryStore,
  ) {}

  static async start(): Promise<StoreUnderTest> {
    const database = await testDatabase();
    const url = database.url('trailbook_sink');
    const dataSource = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
    const store = new DeliveryStore(dataSource, undefined as unknown as AuditTrail); // no trail's troubles here
    return new StoreUnderTest(database, dataSource, store);
  }

  async makeTrails(uids: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO trails.trail (uid, tenant_uid, name, type, settings, state, created_at, updated_at)
       SELECT uid, 'acme', uid, 'cloudwatch', '{}', 'active', now(), now() FROM unnest($1::uuid[]) AS u (uid)`,
      [uids],
    );
  }

  async stop(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }
}
