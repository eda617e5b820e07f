import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiError } from '@trailbook/service';
import { randomBytes } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import type { CloudWatchSpec } from './cloudwatch-spec';

/**
 * A role is assumed with the tenant's own external id, which nobody chooses: so no tenant can have another's role used.
 * One that a client brings is taken only for a role that no other tenant ever used.
 */
@Injectable()
export class ExternalIds {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

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
   * @throws ApiError 400 when the id or the role is another tenant's
   */
  async choose(tenantUid: string, { credentials }: CloudWatchSpec, path: string): Promise<string> {
    if (credentials.credentialType === 'secret') return '';
    const own = await this.own(tenantUid);
    const given = credentials.credentialType === 'sts' ? credentials.externalId : undefined;
    if (given === undefined || given === own) return own;
    const { arn } = credentials as { arn: string };
    await this.assertFree(this.dataSource.manager, tenantUid, arn, given, path);
    return given;
  }

  /** Keeps for good that the tenant uses the role, in the transaction that saves the trail. */
  async claim(manager: EntityManager, tenantUid: string, roleArn: string, externalId: string): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [roleArn]);
    const own = await this.own(tenantUid, manager);
    if (externalId !== own) await this.assertFree(manager, tenantUid, roleArn, externalId, 'spec');
    await manager.query('INSERT INTO trails.role_use (role_arn, tenant_uid) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      roleArn,
      tenantUid,
    ]);
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
