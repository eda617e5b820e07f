import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import type { FastifyReply } from 'fastify';
import { EntriesService } from '../entries/entries.service';
import { eventHeaders } from './event-headers';

@Controller('v1/audits/:uid/event')
export class EventController {
  constructor(@Inject(EntriesService) private readonly entries: EntriesService) {}

  /** The value of the record as received, byte for byte. Whatever else is known of it is in headers. */
  @Get()
  @RequirePermission('audit.get')
  async event(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Res() reply: FastifyReply): Promise<void> {
    const { entry, log } = await this.entries.findWithLog(caller, uid);
    await reply.headers(eventHeaders(entry, log)).send(Buffer.from(entry.value));
  }
}
