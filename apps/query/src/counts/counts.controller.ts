import { Controller, Get, Inject, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import type { Facets, Timeline } from '@trailbook/contract';
import type { QueryParameters } from '../filters/parameters';
import { CountsService } from './counts.service';

@Controller('v1/audits')
export class CountsController {
  constructor(@Inject(CountsService) private readonly counts: CountsService) {}

  @Get('timeline')
  @RequirePermission('audit.list')
  timeline(@CurrentCaller() caller: Caller, @Query() query: QueryParameters): Promise<Timeline> {
    return this.counts.timeline(caller, query);
  }

  @Get('facets')
  @RequirePermission('audit.list')
  facets(@CurrentCaller() caller: Caller, @Query() query: QueryParameters): Promise<Facets> {
    return this.counts.facets(caller, query);
  }
}
