import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FilterSince } from './filter-history';
import type { TrailSettings, TrailType } from './trail-settings';

export type TrailState = 'active' | 'paused';

/** One audit trail of a tenant: where its entries go, and as whom. */
@Entity({ schema: 'trails', name: 'trail' })
export class TrailEntity {
  @PrimaryColumn('uuid')
  uid!: string;

  @Column({ name: 'tenant_uid', type: 'text' })
  tenantUid!: string;

  @Column('text')
  name!: string;

  @Column('text')
  type!: TrailType;

  @Column('jsonb')
  settings!: TrailSettings;

  /** Which entries it delivers, since when; the last one is the present. */
  @Column('jsonb')
  filters!: FilterSince[];

  /** `TrailSecrets` as JSON, encrypted for this tenant and trail; null for a role. */
  @Column('bytea', { nullable: true })
  secrets!: Buffer | null;

  @Column('text')
  state!: TrailState;

  /** The data-sink configuration that it is an element of, if it is. */
  @Column({ name: 'config_uid', type: 'uuid', nullable: true })
  configUid!: string | null;

  /** Its place in that configuration's list. */
  @Column('int2')
  place!: number;

  /** Counts changes, so that whoever delivers notices them. */
  @Column('int4')
  version!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
