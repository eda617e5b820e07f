import { sourceVerifications } from '../codes';
import { anyObject, count, dateTime, list, object, ref, text, type JsonSchema } from './json-schema';

/** What `/v1/audits` takes and answers. */
export const auditSchemas: Record<string, JsonSchema> = {
  ErrorBody: object(
    'Every answer with a status of 400 and above.',
    {
      code: { type: 'string', pattern: '^[A-Za-z0-9_-]+$', description: 'What went wrong, for programs.' },
      message: text('What went wrong, for people.', { minLength: 1 }),
      details: anyObject('More about it, e.g. the field.'),
      ref: text('Id of the request, to find it in the logs.'),
    },
    ['code', 'message'],
  ),
  Uid: object('The uid of what was made.', { uid: text('Uid.', { minLength: 1 }) }, ['uid']),
  ListMeta: object(
    'Where a list stands.',
    {
      continue: text('Token of the next page; `""` on the last page and only there.'),
      count: count('All that match, not only this page.'),
      limit: count('Records in this page.'),
      offset: count('Index at which the next page starts.'),
      countExact: { type: 'boolean', description: '`false` when counting stopped early.' },
      next: text('With `order=asc` on the last page, with `follow` on the first: token that waits for newer entries.'),
    },
    ['continue', 'count', 'limit', 'offset'],
  ),
  AuditMetadata: object(
    'What identifies an entry.',
    {
      uid: text('Uid of the entry.'),
      name: text('Name.'),
      creationTimestamp: dateTime('When it happened.'),
      lastModifiedTimestamp: dateTime('When its newest note was written, else when it happened.'),
      receivedTimestamp: dateTime('When Kafka received it.'),
    },
    ['uid', 'creationTimestamp'],
  ),
  AuditUser: object(
    'The user who acted.',
    {
      uid: text('Uid.'),
      emailId: text('E-mail address; `""` where the event has none.'),
      firstName: text('First name.'),
      lastName: text('Last name.'),
      org: text('Organisation.'),
    },
    ['uid', 'emailId'],
  ),
  AuditProject: object('The project it happened in.', { uid: text('Uid.'), name: text('Name.') }, ['uid', 'name']),
  AuditActor: object(
    'Who did it, and in which project.',
    {
      actorType: ref('ActorType'),
      user: ref('AuditUser'),
      project: ref('AuditProject'),
      serviceName: text('The service that acted.'),
    },
    ['actorType'],
  ),
  AuditResource: object(
    'What it was done to.',
    { uid: text('Uid.'), kind: text('Type of the resource.'), name: text('Name.'), label: text('Label.') },
    ['uid', 'kind', 'name', 'label'],
  ),
  SourceVerification: {
    description:
      'How far the producer is known: `verified` by its signature, `allowed` by its name alone, which the installation lists, or `unverified`.',
    type: 'string',
    enum: sourceVerifications,
  },
  AuditSpec: object(
    'What happened.',
    {
      actionType: ref('ActionType'),
      actionMsg: text('One line.'),
      contentMsg: text('Details.'),
      userMsg: text('The newest update note.'),
      actor: ref('AuditActor'),
      resource: ref('AuditResource'),
      outcome: ref('Outcome'),
      source: text('The producer that sent the event.'),
      sourceVerification: ref('SourceVerification'),
    },
    ['actionType', 'actionMsg', 'actor', 'resource'],
  ),
  Audit: object('An entry of the log.', { metadata: ref('AuditMetadata'), spec: ref('AuditSpec') }, [
    'metadata',
    'spec',
  ]),
  AuditList: object(
    'A page of entries.',
    { items: list('The entries of this page.', ref('Audit')), listmeta: ref('ListMeta') },
    ['items', 'listmeta'],
  ),
  AuditSysMsg: object('The messages of an entry.', { actionMsg: text('One line.'), contentMsg: text('Details.') }, [
    'actionMsg',
    'contentMsg',
  ]),
  UserMsgUpdate: object(
    'A note to put on an entry.',
    { userMsg: text('The note.', { minLength: 3, maxLength: 255 }) },
    ['userMsg'],
  ),
  AuditNoteItem: object(
    'A note on an entry.',
    {
      uid: text('Uid of the note.'),
      time: dateTime('When it was written.'),
      userMsg: text('The note.'),
      actor: ref('AuditActor'),
      source: text('The producer that sent the note.'),
      sourceVerification: ref('SourceVerification'),
    },
    ['uid', 'time', 'userMsg', 'actor'],
  ),
  AuditNoteList: object('The notes of an entry, newest first.', { items: list('The notes.', ref('AuditNoteItem')) }, [
    'items',
  ]),
  Bucket: object('A span of time.', { start: dateTime('Its begin.'), count: count('Entries in it.') }, [
    'start',
    'count',
  ]),
  Timeline: object(
    'Counts along the time.',
    {
      interval: { type: 'string', enum: ['hour', 'day'], description: 'Length of a bucket.' },
      buckets: list('The buckets that hold entries, oldest first.', ref('Bucket')),
    },
    ['interval', 'buckets'],
  ),
  Facet: object(
    'A value that occurs.',
    { value: text('The value.'), label: text('For people.'), count: count('Entries.') },
    ['value', 'count'],
  ),
  Facets: object(
    'The values that occur.',
    {
      resourceKinds: list('Kinds of resources.', ref('Facet')),
      actionTypes: list('Types of actions.', ref('Facet')),
      actors: list('Users who acted.', ref('Facet')),
    },
    ['resourceKinds', 'actionTypes', 'actors'],
  ),
};
