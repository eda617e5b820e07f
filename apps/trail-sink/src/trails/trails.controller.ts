import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { DeliveryStatus } from '../delivery/delivery-status';
import { OwnTenantGuard } from './own-tenant.guard';
import { TrailStore } from './trail-store';
import { trailView } from './trail-view';
import { TrailsService } from './trails.service';

/** A tenant's audit trails. */
@Controller('v1/tenants/:tenantUid/auditTrails')
@UseGuards(OwnTenantGuard)
export class TrailsController {
  constructor(
    private readonly store: TrailStore,
    private readonly trails: TrailsService,
    private readonly delivery: DeliveryStatus,
  ) {}

  @Get()
  @RequirePermission('trail.list')
  async list(@CurrentCaller() { tenantUid }: Caller) {
    const [trails, conditions] = await Promise.all([this.store.list(tenantUid), this.delivery.conditions(tenantUid)]);
    const items = trails.map((trail) => trailView(trail, conditions.get(trail.uid)));
    const { length } = items;
    return { items, listmeta: { count: length, limit: length, offset: length, continue: '' } };
  }

  @Post()
  @HttpCode(201)
  @RequirePermission('trail.create')
  async create(@CurrentCaller() caller: Caller, @Body() body: unknown) {
    return { uid: await this.trails.create(caller, body) };
  }

  @Post('verify')
  @HttpCode(200)
  @RequirePermission('trail.create')
  verify(@CurrentCaller() caller: Caller, @Body() body: unknown) {
    return this.trails.verify(caller, body);
  }

  @Get(':uid')
  @RequirePermission('trail.get')
  async one(@CurrentCaller() { tenantUid }: Caller, @Param('uid') uid: string) {
    const trail = await this.store.one(tenantUid, uid);
    return trailView(trail, (await this.delivery.conditions(tenantUid)).get(uid));
  }

  @Put(':uid')
  @HttpCode(204)
  @RequirePermission('trail.update')
  async update(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: unknown): Promise<void> {
    await this.trails.update(caller, uid, body);
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequirePermission('trail.delete')
  async remove(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<void> {
    await this.trails.remove(caller, uid);
  }

  @Post(':uid/pause')
  @HttpCode(204)
  @RequirePermission('trail.update')
  async pause(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<void> {
    await this.trails.setState(caller, uid, 'paused');
  }

  @Post(':uid/resume')
  @HttpCode(204)
  @RequirePermission('trail.update')
  async resume(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<void> {
    await this.trails.setState(caller, uid, 'active');
  }

  @Post(':uid/test')
  @HttpCode(200)
  @RequirePermission('trail.update')
  test(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    return this.trails.test(caller, uid);
  }
}
