import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import type { FastifyReply } from 'fastify';
import { EntriesService } from '../entries/entries.service';
import { valueOf, type QueryParameters } from '../filters/parameters';
import { eventHeaders } from './event-headers';
import { eventParts } from './event-parts';

@Controller('v1/audits/:uid/event')
export class EventController {
  constructor(@Inject(EntriesService) private readonly entries: EntriesService) {}

  /**
   * The value of the record as received, byte for byte. Whatever else is known of it is in headers. With `form=parts` all
   * of it is one JSON object, too.
   */
  @Get()
  @RequirePermission('audit.get')
  async event(
    @CurrentCaller() caller: Caller,
    @Param('uid') uid: string,
    @Query() query: QueryParameters,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = valueOf(query, 'form');
    if (form !== undefined && form !== 'parts') throw ApiError.invalidRequest('form', 'form must be parts');
    const { entry, log } = await this.entries.findWithLog(caller, uid);
    reply.headers(eventHeaders(entry, log));
    await reply.send(form === 'parts' ? eventParts(entry, log) : Buffer.from(entry.value));
  }
}
