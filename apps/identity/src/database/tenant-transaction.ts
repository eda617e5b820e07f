import { Injectable } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { Tenant } from '../tenants/tenant.entity';

/**
 * Changes of one tenant's users, roles and keys, one after the other: rules such as "the last Tenant Admin stays" and
 * "nobody grants what he does not hold" look at more than the row that changes.
 */
@Injectable()
export class TenantTransaction {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws ApiError 404 where the tenant does not exist */
  async run<T>(tenantUid: string, work: (manager: EntityManager, tenant: Tenant) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      const tenant = await manager
        .createQueryBuilder(Tenant, 'tenant')
        .where({ uid: tenantUid })
        .setLock('for_no_key_update')
        .getOne();
      if (!tenant) throw ApiError.notFound('The tenant');
      return work(manager, tenant);
    });
  }
}
