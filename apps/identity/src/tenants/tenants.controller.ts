import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { PageQuery } from '@trailbook/service';
import { tenantAnswer, TenantBody } from './tenant.dto';
import { TenantsService } from './tenants.service';

/** Tenants, for the platform's operator alone. */
@Controller('v1/tenants')
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Get()
  @RequirePermission('tenant.list')
  async list(@Query() query: PageQuery) {
    const { items, listmeta } = await this.tenants.list(query);
    return { items: items.map(tenantAnswer), listmeta };
  }

  @Post()
  @RequirePermission('tenant.create')
  create(@CurrentCaller() caller: Caller, @Body() body: TenantBody) {
    return this.tenants.create(caller, body);
  }
}
