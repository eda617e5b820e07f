import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { ReconciliationService } from '../receipts/reconciliation.service';
import { ReplaysService } from '../replay/replays.service';
import { BodyFields } from '../trails/body-fields';
import { OwnTenantGuard } from '../trails/own-tenant.guard';
import { parseTimeRange } from '../trails/time-range';
import { TrailStore } from '../trails/trail-store';
import { DeliveryStatus } from './delivery-status';

/** How a trail's delivery stands, whether anything is missing, and what is to be delivered again. */
@Controller('v1/tenants/:tenantUid/auditTrails/:uid')
@UseGuards(OwnTenantGuard)
export class DeliveryController {
  constructor(
    private readonly store: TrailStore,
    private readonly delivery: DeliveryStatus,
    private readonly reconciliation: ReconciliationService,
    private readonly replays: ReplaysService,
  ) {}

  @Get('status')
  @RequirePermission('trail.get')
  async status(@CurrentCaller() { tenantUid }: Caller, @Param('uid') uid: string) {
    return this.delivery.of(await this.store.one(tenantUid, uid));
  }

  @Get('reconcile')
  @RequirePermission('trail.get')
  async reconcile(
    @CurrentCaller() { tenantUid }: Caller,
    @Param('uid') uid: string,
    @Query() query: Record<string, unknown>,
  ) {
    const trail = await this.store.one(tenantUid, uid);
    const range = parseTimeRange(BodyFields.of({ ...query }, ''));
    return { metadata: { uid, name: trail.name }, status: await this.reconciliation.compare(trail, range) };
  }

  @Post('replay')
  @HttpCode(201)
  @RequirePermission('trail.update')
  async replay(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: unknown) {
    return { uid: await this.replays.start(caller, uid, parseTimeRange(BodyFields.of(body ?? {}, ''))) };
  }

  @Delete('replay')
  @HttpCode(204)
  @RequirePermission('trail.update')
  async cancelReplay(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<void> {
    await this.replays.cancel(caller, uid);
  }
}
