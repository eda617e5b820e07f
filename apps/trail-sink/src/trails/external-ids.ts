import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiError } from '@trailbook/service';
import { randomBytes } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { RoleChecks } from '../verification/role-checks';
import type { CloudWatchSpec } from './cloudwatch-spec';

/** A role that a trail uses. */
export interface UsedRole {
  readonly roleArn: string;
  readonly externalId: string;
  readonly region: string;
}

type RoleCredentialsSpec = Exclude<CloudWatchSpec['credentials'], { credentialType: 'secret' }>;

/**
 * A role is assumed with the tenant's own external id, which nobody chooses: so no tenant can have another's role used.
 * One that a client brings is taken only for a role that no other tenant ever used.
 */
@Injectable()
export class ExternalIds {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly roles: RoleChecks,
  ) {}

  /** The tenant's own: made at its first use, the same ever after. */
  async own(tenantUid: string, manager = this.dataSource.manager): Promise<string> {
    const made = `trailbook-${randomBytes(32).toString('hex')}`;
    await manager.query(
      'INSERT INTO trails.external_id (tenant_uid, external_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [tenantUid, made],
    );
    const rows: { external_id: string }[] = await manager.query(
      'SELECT external_id FROM trails.external_id WHERE tenant_uid = $1',
      [tenantUid],
    );
    const [row] = rows;
    if (!row) throw new Error('The tenant’s external id was not kept');
    return row.external_id;
  }

  /**
   * The external id to use for what a request asks for.
   * @param path where the CloudWatch part stands in the request
   * @throws ApiError 400 when the id or the role is another tenant's, or the role the platform's
   */
  async choose(tenantUid: string, { credentials }: CloudWatchSpec, path: string): Promise<string> {
    if (credentials.credentialType === 'secret') return '';
    await this.assertNotPlatforms(credentials, path);
    const own = await this.own(tenantUid);
    const given = credentials.credentialType === 'sts' ? credentials.externalId : undefined;
    if (given === undefined || given === own) return own;
    const { arn } = credentials as { arn: string };
    await this.assertFree(this.dataSource.manager, tenantUid, arn, given, path);
    return given;
  }

  /**
   * Keeps for good that the tenant uses the role, in the transaction that saves the trail. What other tenants claimed by
   * being first counts no more once one is let in by its own id, in a role that asks for it: only the role's owner can
   * have put that id there.
   */
  async claim(manager: EntityManager, tenantUid: string, { roleArn, externalId, region }: UsedRole): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [roleArn]);
    const own = await this.own(tenantUid, manager);
    if (externalId !== own) await this.assertFree(manager, tenantUid, roleArn, externalId, 'spec');
    else await this.releaseOthers(manager, tenantUid, roleArn, region);
    await manager.query('INSERT INTO trails.role_use (role_arn, tenant_uid) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      roleArn,
      tenantUid,
    ]);
  }

  private async releaseOthers(manager: EntityManager, tenantUid: string, roleArn: string, region: string) {
    const others = 'trails.role_use WHERE role_arn = $1 AND tenant_uid <> $2';
    const claimed: unknown[] = await manager.query(`SELECT 1 FROM ${others} LIMIT 1`, [roleArn, tenantUid]);
    if (claimed.length === 0 || !(await this.roles.asksForExternalId(roleArn, region))) return;
    await manager.query(`DELETE FROM ${others}`, [roleArn, tenantUid]);
  }

  private async assertNotPlatforms(credentials: RoleCredentialsSpec, path: string): Promise<void> {
    const [roleArn, field] =
      credentials.credentialType === 'sts'
        ? [credentials.arn, `${path}.credentials.sts.arn`]
        : [credentials.roleArn, `${path}.credentials.podIdentity.roleArn`];
    if (!(await this.roles.isPlatforms(roleArn))) return;
    throw ApiError.invalidRequest(field, `${field} is a role of the AWS account that this installation itself uses`);
  }

  private async assertFree(
    manager: EntityManager,
    tenantUid: string,
    roleArn: string,
    externalId: string,
    path: string,
  ): Promise<void> {
    const rows: unknown[] = await manager.query(
      `SELECT 1 FROM trails.role_use WHERE role_arn = $1 AND tenant_uid <> $2
        UNION ALL SELECT 1 FROM trails.external_id WHERE external_id = $3 AND tenant_uid <> $2 LIMIT 1`,
      [roleArn, tenantUid, externalId],
    );
    if (rows.length === 0) return;
    const field = `${path}.credentials.sts.externalId`;
    throw ApiError.invalidRequest(field, `${field} cannot be used with this role: leave it out to use your own`);
  }
}
