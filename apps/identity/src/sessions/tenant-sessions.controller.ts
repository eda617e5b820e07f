import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { SessionEnds } from './session-ends.service';
import { SessionStore } from './session-store';
import { sessionAnswer, SessionQuery } from './session.dto';

/** The sessions of a tenant's users, for its administrators. */
@Controller('v1/tenants/:tenantUid')
export class TenantSessionsController {
  constructor(
    private readonly sessions: SessionStore,
    private readonly ends: SessionEnds,
  ) {}

  @Get('sessions')
  @RequirePermission('user.list')
  async list(@CurrentCaller() { tenantUid, sessionUid }: Caller, @Query() query: SessionQuery) {
    const { items, listmeta } = await this.sessions.list(tenantUid, query.userUid, query);
    return { items: items.map((session) => sessionAnswer(session, sessionUid)), listmeta };
  }

  @Delete('sessions/:uid')
  @HttpCode(204)
  @RequirePermission('user.update')
  async end(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<void> {
    await this.ends.one(caller, uid);
  }

  @Delete('users/:uid/sessions')
  @HttpCode(204)
  @RequirePermission('user.update')
  async endAll(@CurrentCaller() caller: Caller, @Param('uid') userUid: string): Promise<void> {
    await this.ends.all(caller, userUid);
  }
}
