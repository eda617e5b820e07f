import { Inject, Injectable, Logger } from '@nestjs/common';
import { serviceCaller } from '@trailbook/producer';
import { DataSource } from 'typeorm';
import { nameKey } from '../database/name-key';
import { assertGoodPassword } from '../passwords/password-rules';
import { IdentityConfig } from '../identity.config';
import { PLATFORM_TENANT } from '../tenants/platform-tenant';
import { Tenant } from '../tenants/tenant.entity';
import { TenantsService } from '../tenants/tenants.service';

const LOCK = 0x7b_1d;

/** Makes the first tenant with its administrator, as an operator would, where the configuration asks for one. */
@Injectable()
export class BootstrapService {
  private readonly logger = new Logger(BootstrapService.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsService,
    @Inject(IdentityConfig) private readonly config: IdentityConfig,
  ) {}

  /** Once: a tenant of that name is left alone, whatever has become of its administrator. */
  async run(): Promise<void> {
    const {
      BOOTSTRAP_TENANT_NAME: name,
      BOOTSTRAP_ADMIN_EMAIL: emailId,
      BOOTSTRAP_ADMIN_PASSWORD: password,
    } = this.config;
    if (name === undefined && emailId === undefined && password === undefined) return;
    if (name === undefined || emailId === undefined || password === undefined) {
      throw new Error('BOOTSTRAP_TENANT_NAME, BOOTSTRAP_ADMIN_EMAIL and BOOTSTRAP_ADMIN_PASSWORD go together.');
    }
    await this.dataSource.transaction(async (manager) => {
      // Instances that start together: one makes it, the others find it.
      await manager.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      if (await manager.existsBy(Tenant, { nameKey: nameKey(name) })) return;
      assertGoodPassword('BOOTSTRAP_ADMIN_PASSWORD', password, emailId);
      const caller = serviceCaller('identity', PLATFORM_TENANT);
      const { uid } = await this.tenants.create(caller, { metadata: { name }, spec: { admin: { emailId, password } } });
      this.logger.log({ tenantUid: uid, msg: 'made the first tenant' });
    });
  }
}
