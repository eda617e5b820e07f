import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'session' })
export class Session {
  @PrimaryColumn({ type: 'text' })
  uid!: string;

  @Column({ name: 'tenant_uid', type: 'text' })
  tenantUid!: string;

  @Column({ name: 'user_uid', type: 'text' })
  userUid!: string;

  @Column({ name: 'began_at', type: 'timestamptz' })
  beganAt!: Date;

  /** To the minute. */
  @Column({ name: 'last_used_at', type: 'timestamptz' })
  lastUsedAt!: Date;

  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt!: Date;

  /** Where it began. */
  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  /** The OpenID Connect issuer that the user signed in by; null with a password. */
  @Column({ type: 'text', nullable: true })
  issuer!: string | null;
}
