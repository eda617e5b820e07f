import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tenant's data-sink configuration: the head of a list of trails. */
@Entity({ schema: 'trails', name: 'data_sink_config' })
export class DataSinkConfigEntity {
  @PrimaryColumn('uuid')
  uid!: string;

  @Column({ name: 'tenant_uid', type: 'text' })
  tenantUid!: string;

  @Column('text')
  name!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
