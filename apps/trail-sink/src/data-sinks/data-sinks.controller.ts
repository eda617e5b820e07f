import { Body, Controller, Delete, Get, HttpCode, Post, Put, UseGuards } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { OwnTenantGuard } from '../trails/own-tenant.guard';
import { DataSinksService } from './data-sinks.service';

/** The data-sink calls of the Palette API. */
@Controller('v1/tenants/:tenantUid/assets/dataSinks')
@UseGuards(OwnTenantGuard)
export class DataSinksController {
  constructor(private readonly dataSinks: DataSinksService) {}

  @Get()
  @RequirePermission('trail.get')
  get(@CurrentCaller() { tenantUid }: Caller) {
    return this.dataSinks.get(tenantUid);
  }

  @Post()
  @HttpCode(201)
  @RequirePermission('trail.create')
  async create(@CurrentCaller() caller: Caller, @Body() body: unknown) {
    return { uid: await this.dataSinks.create(caller, body) };
  }

  @Put()
  @HttpCode(204)
  @RequirePermission('trail.update')
  async replace(@CurrentCaller() caller: Caller, @Body() body: unknown): Promise<void> {
    await this.dataSinks.replace(caller, body);
  }

  @Delete()
  @HttpCode(204)
  @RequirePermission('trail.delete')
  async remove(@CurrentCaller() caller: Caller): Promise<void> {
    await this.dataSinks.remove(caller);
  }
}
