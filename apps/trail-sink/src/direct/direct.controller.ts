import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { DirectService } from './direct.service';

/** Messages that a client has sent to a CloudWatch stream at once, without a trail. */
@Controller('v1/datasinks/cloudwatch')
export class DirectController {
  constructor(private readonly direct: DirectService) {}

  @Post()
  @HttpCode(204)
  @RequirePermission('trail.create')
  async send(@CurrentCaller() caller: Caller, @Body() body: unknown): Promise<void> {
    await this.direct.send(caller, body);
  }
}
