import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import type { Audit, AuditList, AuditSysMsg } from '@trailbook/contract';
import { wordsOf, type QueryParameters } from '../filters/parameters';
import { ArrivalsService } from './arrivals.service';
import { ApiError } from '@trailbook/service';
import { EntriesService } from './entries.service';

@Controller('v1/audits')
export class EntriesController {
  constructor(
    @Inject(EntriesService) private readonly entries: EntriesService,
    @Inject(ArrivalsService) private readonly arrivals: ArrivalsService,
  ) {}

  @Get()
  @RequirePermission('audit.list')
  list(@CurrentCaller() caller: Caller, @Query() query: QueryParameters): Promise<AuditList> {
    const [order = 'desc', ...others] = wordsOf(query, 'order', ['asc', 'desc']);
    if (others.length > 0) throw ApiError.invalidRequest('order', 'order may be given only once');
    return order === 'asc' ? this.arrivals.list(caller, query) : this.entries.list(caller, query);
  }

  @Get(':uid')
  @RequirePermission('audit.get')
  get(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<Audit> {
    return this.entries.get(caller, uid);
  }

  @Get(':uid/sysMsg')
  @RequirePermission('audit.get')
  async messages(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<AuditSysMsg> {
    const { actionMsg, contentMsg } = (await this.entries.get(caller, uid)).spec;
    return { actionMsg, contentMsg: contentMsg ?? '' };
  }
}
