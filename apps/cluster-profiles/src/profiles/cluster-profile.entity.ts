import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity({ name: 'cluster_profile' })
export class ClusterProfile {
  @PrimaryColumn({ type: 'text' })
  uid!: string;

  @Column({ name: 'tenant_uid', type: 'text', update: false })
  tenantUid!: string;

  /** Empty for a profile of the tenant itself. */
  @Column({ name: 'project_uid', type: 'text', update: false })
  projectUid!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'json' })
  spec!: object;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
