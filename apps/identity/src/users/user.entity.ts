import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity({ name: 'user_account' })
export class User {
  @PrimaryColumn({ type: 'text' })
  uid!: string;

  @Column({ name: 'tenant_uid', type: 'text' })
  tenantUid!: string;

  @Column({ name: 'email_id', type: 'text' })
  emailId!: string;

  @Column({ name: 'email_key', type: 'text' })
  emailKey!: string;

  @Column({ name: 'first_name', type: 'text' })
  firstName!: string;

  @Column({ name: 'last_name', type: 'text' })
  lastName!: string;

  /** Null for a user who cannot log in, whose API keys alone are used. */
  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash!: string | null;

  @Column({ type: 'boolean' })
  disabled!: boolean;

  /** Sessions of an earlier generation are refused. */
  @Column({ name: 'session_generation', type: 'integer' })
  sessionGeneration!: number;

  /** The OpenID Connect issuer that says who he is; null for a user who was made here. */
  @Column({ type: 'text', nullable: true })
  issuer!: string | null;

  /** What the issuer calls him, for good. */
  @Column({ type: 'text', nullable: true })
  subject!: string | null;

  /** When the newest assertion of the issuer that was followed was made. */
  @Column({ name: 'asserted_at', type: 'timestamptz', nullable: true })
  assertedAt!: Date | null;

  @Column({ name: 'last_login_at', type: 'timestamptz', nullable: true })
  lastLoginAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
