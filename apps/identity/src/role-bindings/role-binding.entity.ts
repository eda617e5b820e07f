import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'role_binding' })
export class RoleBinding {
  @PrimaryColumn({ type: 'text' })
  uid!: string;

  @Column({ name: 'tenant_uid', type: 'text' })
  tenantUid!: string;

  @Column({ name: 'user_uid', type: 'text' })
  userUid!: string;

  /** Of a built-in role or a custom one. */
  @Column({ name: 'role_uid', type: 'text' })
  roleUid!: string;

  /** Null for a role of tenant scope. */
  @Column({ name: 'project_uid', type: 'text', nullable: true })
  projectUid!: string | null;

  /** The OpenID Connect issuer that says so, and takes it away; null for one that was given here. */
  @Column({ type: 'text', nullable: true })
  issuer!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
