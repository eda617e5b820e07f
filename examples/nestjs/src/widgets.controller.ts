import { Body, Controller, HttpCode, Param, Put, Req } from '@nestjs/common';
import type { AuditCaller } from '@trailbook/producer';
import { WidgetsService } from './widgets.service';

/** What your own authentication knows of a caller. */
interface AuthenticatedRequest {
  ip: string;
  user: { tenantId: string; id: string; email: string };
}

@Controller('widgets')
export class WidgetsController {
  constructor(private readonly widgets: WidgetsService) {}

  @Put(':uid/name')
  @HttpCode(204)
  async rename(@Req() request: AuthenticatedRequest, @Param('uid') uid: string, @Body('name') name: string) {
    await this.widgets.rename(callerOf(request), uid, name);
  }
}

function callerOf({ ip, user }: AuthenticatedRequest): AuditCaller {
  const who = { tenantUid: user.tenantId, userUid: user.id, emailId: user.email };
  return { ...who, scope: 'tenant', actorType: 'user', ip };
}
