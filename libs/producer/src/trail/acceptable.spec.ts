import { encodeBinary, type AuditEventData } from '@trailbook/contract';
import { anyText } from '@trailbook/contract/corpus';
import fc from 'fast-check';
import { assertAcceptable } from './acceptable';
import type { AuditCaller } from './audit-action';
import { eventData } from './event-data';

const encoded = (data: AuditEventData) =>
  encodeBinary({
    id: '01939dcd-5311-7d40-8db0-9496a2eef37b',
    source: '/services/spec',
    type: 'dev.trailbook.audit.event.v1',
    time: new Date(),
    data,
  });

const awkwardText = anyText({ maxLength: 400 }).map((text) => text.padStart(3, '\uD800\0'));
const wrapped = (value: fc.JsonValue, levels: number): unknown =>
  levels === 0 ? value : { d: wrapped(value, levels - 1) };
const anyResource = fc.dictionary(
  awkwardText,
  fc
    .tuple(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), fc.nat(40))
    .map(([value, levels]) => wrapped(value, levels)),
  { maxKeys: 5 },
);

describe('what a service records', () => {
  it('is an event that ingest takes, whatever callers and resources look like', () => {
    fc.assert(
      fc.property(awkwardText, anyResource, anyResource, (text, before, after) => {
        const caller: AuditCaller = {
          tenantUid: 'acme',
          scope: 'project',
          projectUid: 'p1',
          projectName: text,
          actorType: 'user',
          userUid: 'u1',
          emailId: text,
          firstName: text,
          lastName: text,
          org: text,
          requestId: text,
          ip: text,
          userAgent: text,
        };
        const resource = { kind: 'thing', uid: 't1', name: text, label: text };
        const action = {
          actionType: 'update',
          resource,
          actionMsg: text,
          contentMsg: text,
          attributes: { [text]: text },
        };
        const data = eventData(caller, { ...action, actionType: 'update', before, after }, ['/**/x']);
        expect(() => assertAcceptable(encoded(data))).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  it('fails the action where the service itself is wrong', () => {
    const data = { tenantUid: 'not a uid', actionType: 'update', resource: { kind: 'thing', uid: 't1' } } as const;
    expect(() => assertAcceptable(encoded({ ...data, actor: { actorType: 'system' } }))).toThrow(/not acceptable/);
  });
});
