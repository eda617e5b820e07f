import { Injectable, NotFoundException } from '@nestjs/common';
import { AuditTrail, type AuditCaller } from '@trailbook/producer';
import { DataSource } from 'typeorm';
import { Widget } from './widget.entity';

@Injectable()
export class WidgetsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
  ) {}

  async rename(caller: AuditCaller, uid: string, name: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const widget = await manager.findOne(Widget, { where: { uid }, lock: { mode: 'pessimistic_write' } });
      if (!widget) throw new NotFoundException();
      const before = stateOf(widget);
      widget.name = name;
      await manager.save(widget);
      await this.audit.record(manager, caller, {
        actionType: 'update',
        resource: { kind: 'widget', uid, name },
        actionMsg: `Renamed the widget to ${name}`,
        before,
        after: stateOf(widget),
      });
    });
  }
}

function stateOf({ name, token }: Widget) {
  return { metadata: { name }, spec: { token } };
}
