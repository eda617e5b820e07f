import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Authenticated, CurrentCaller, type Caller } from '@trailbook/access';
import { PageQuery } from '@trailbook/service';
import { SessionEnds } from '../sessions/session-ends.service';
import { SessionStore } from '../sessions/session-store';
import { sessionAnswer } from '../sessions/session.dto';

/** The caller's own sessions. */
@Controller('v1/me')
export class OwnSessionsController {
  constructor(
    private readonly sessions: SessionStore,
    private readonly ends: SessionEnds,
  ) {}

  @Get('sessions')
  @Authenticated()
  async list(@CurrentCaller() { tenantUid, userUid, sessionUid }: Caller, @Query() query: PageQuery) {
    const { items, listmeta } = await this.sessions.list(tenantUid, userUid, query);
    return { items: items.map((session) => sessionAnswer(session, sessionUid)), listmeta };
  }

  /** All but the one in which it is asked. */
  @Delete('sessions')
  @HttpCode(204)
  @Authenticated()
  async endOthers(@CurrentCaller() caller: Caller): Promise<void> {
    await this.ends.ownOthers(caller);
  }

  @Delete('sessions/:uid')
  @HttpCode(204)
  @Authenticated()
  async end(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<void> {
    await this.ends.own(caller, uid);
  }

  @Post('logout')
  @HttpCode(204)
  @Authenticated()
  async logOut(@CurrentCaller() caller: Caller): Promise<void> {
    await this.ends.logOut(caller);
  }
}
