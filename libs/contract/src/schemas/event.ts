import { actionTypes, actorTypes, outcomes } from '../codes';
import { list, object, ref, text, type JsonSchema } from './json-schema';

const uid = (what: string) => text(what, { minLength: 1, maxLength: 128 });
const name = (what: string) => text(what, { maxLength: 256 });

/** What an event's and a note's `data` is made of. */
export const eventSchemas: Record<string, JsonSchema> = {
  TenantUid: {
    type: 'string',
    description: 'The tenant whose log this belongs to.',
    minLength: 1,
    maxLength: 64,
    pattern: '^[A-Za-z0-9_.:-]+$',
  },
  ActionType: {
    description: 'What kind of action it was.',
    type: 'string',
    enum: actionTypes,
  },
  ActorType: {
    description: 'Who acted: a person, the platform itself, or one of its services.',
    type: 'string',
    enum: actorTypes,
  },
  Outcome: {
    description: 'Whether the action succeeded.',
    type: 'string',
    enum: outcomes,
    default: 'success',
  },
  EventActorUser: object('The user who acted.', {
    uid: uid('The user’s uid. Required when `actorType` is `user`.'),
    emailId: name('E-mail address; recommended.'),
    firstName: name('First name.'),
    lastName: name('Last name.'),
    org: name('The organisation the user logged in to.'),
  }),
  EventActor: {
    ...object(
      'Who did it.',
      {
        actorType: ref('ActorType'),
        user: ref('EventActorUser'),
        serviceName: text('The service that acted. Required when `actorType` is `service`.', {
          minLength: 1,
          maxLength: 256,
        }),
      },
      ['actorType'],
    ),
    allOf: [
      {
        if: { required: ['actorType'], properties: { actorType: { const: 'user' } } },
        then: { required: ['user'], properties: { user: { required: ['uid'] } } },
      },
      {
        if: { required: ['actorType'], properties: { actorType: { const: 'service' } } },
        then: { required: ['serviceName'] },
      },
    ],
  },
  EventResource: object(
    'What it was done to.',
    {
      kind: text('Type of the resource, by which readers scope the log, e.g. `cluster`.', {
        minLength: 1,
        maxLength: 64,
      }),
      uid: uid('The resource’s uid.'),
      name: name('The resource’s name at that time.'),
      label: name('A label for people.'),
    },
    ['kind', 'uid'],
  ),
  EventChange: object(
    'One thing that changed.',
    {
      path: { type: 'string', format: 'json-pointer', description: 'JSON Pointer into the resource.' },
      before: { tsType: 'unknown', description: 'The value before; absent when there was none.' },
      after: { tsType: 'unknown', description: 'The value after; absent when it was removed.' },
    },
    ['path'],
  ),
  EventRequest: object('The request that caused it.', {
    ip: text('Address of the caller.'),
    userAgent: text('The caller’s user agent.'),
    requestId: text('The request’s id.'),
  }),
  AuditEventData: object(
    'Data of `dev.trailbook.audit.event.v1`: one action on one resource.',
    {
      tenantUid: ref('TenantUid'),
      projectUid: uid('The project it happened in; absent for tenant-level actions.'),
      projectName: name('That project’s name.'),
      actionType: ref('ActionType'),
      resource: ref('EventResource'),
      actor: ref('EventActor'),
      actionMsg: text('One line for the list.', { maxLength: 1024 }),
      contentMsg: { type: 'string', description: 'Details.', maxBytes: 65536 },
      userMsg: text('An update note given with the action itself.', { minLength: 3, maxLength: 255 }),
      changes: list('What changed.', ref('EventChange'), { maxItems: 500 }),
      request: ref('EventRequest'),
      outcome: ref('Outcome'),
      attributes: {
        type: 'object',
        description: 'Free for the producer.',
        maxProperties: 64,
        additionalProperties: { type: 'string', maxLength: 1024 },
      },
    },
    ['tenantUid', 'actionType', 'resource', 'actor'],
  ),
  AuditNoteData: object(
    'Data of `dev.trailbook.audit.note.v1`: a note on an entry, which may arrive before the entry does.',
    {
      tenantUid: ref('TenantUid'),
      auditUid: {
        type: 'string',
        description: 'The uid of the entry.',
        pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
      },
      userMsg: text('The note.', { minLength: 3, maxLength: 255 }),
      actor: ref('EventActor'),
    },
    ['tenantUid', 'auditUid', 'userMsg', 'actor'],
  ),
};
