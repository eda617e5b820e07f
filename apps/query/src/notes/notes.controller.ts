import { Body, Controller, Get, HttpCode, Inject, Param, Patch } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import type { AuditNoteList } from '@trailbook/contract';
import { NotesService } from './notes.service';
import { userMsgOf } from './user-msg';

@Controller('v1/audits/:uid')
export class NotesController {
  constructor(@Inject(NotesService) private readonly notes: NotesService) {}

  /** Whoever did what the entry tells needs no permission for notes: the service looks at the entry. */
  @Patch('userMsg')
  @HttpCode(204)
  @RequirePermission('audit.get')
  add(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: unknown): Promise<void> {
    return this.notes.add(caller, uid, userMsgOf(body));
  }

  @Get('notes')
  @RequirePermission('audit.get')
  list(@CurrentCaller() caller: Caller, @Param('uid') uid: string): Promise<AuditNoteList> {
    return this.notes.list(caller, uid);
  }
}
