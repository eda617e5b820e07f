import { actionTypes, actorTypes, type JsonSchema } from '@trailbook/contract';
import { parameter } from './operation';

const mostValues = 100;
const texts: JsonSchema = { type: 'array', items: { type: 'string' }, maxItems: mostValues };
const oneOf = (values: readonly string[]): JsonSchema => ({
  type: 'array',
  items: { type: 'string', enum: values },
  maxItems: mostValues,
});
export const time: JsonSchema = { type: 'string', format: 'date-time' };

/** Of everything that reads the log. All are ANDed; values of one that is repeated are alternatives. */
export const filters = [
  parameter('startTime', 'Entries at this time or later.', time),
  parameter('endTime', 'Entries at this time or earlier.', time),
  parameter('receivedSince', 'Entries that Kafka received at this time or later.', time),
  parameter('userUid', 'Uid of the acting user.', texts),
  parameter('projectUid', 'Uid of the project; in project scope it cannot widen the scope.', texts),
  parameter('tenantUid', 'The caller’s tenant; another has no entries.', texts),
  parameter('resourceKind', 'Kind of the resource.', texts),
  parameter('resourceUid', 'Uid of the resource.', texts),
  parameter('actionType', 'Type of the action; several may also be separated by commas.', oneOf(actionTypes)),
  parameter('actorType', 'Type of the actor.', oneOf(actorTypes)),
  parameter('search', 'Text in the resource’s name, the message or the note.', { type: 'string', maxLength: 256 }),
];

const limit = parameter('limit', 'Items in a page; 0 and more than 50 are 50.', {
  type: 'integer',
  minimum: 0,
  default: 50,
});
const offset = (maximum: number, more = '') =>
  parameter('offset', `Index of the first item; \`continue\` decides where both are given.${more}`, {
    type: 'integer',
    minimum: 0,
    maximum,
    default: 0,
  });
const continueToken = parameter(
  'continue',
  'Token of the previous page, together with the same filters in the same scope. An empty one starts anew.',
);

/** Of the log's own list. */
export const auditPaging = [limit, offset(Number.MAX_SAFE_INTEGER, ' With `search` at most 10,000.'), continueToken];

/** Of every other list. */
export const paging = [limit, offset(1_000_000_000), continueToken];

export const order = parameter(
  'order',
  '`asc`: in order of arrival, and the last page has a token, `next`, that waits for newer entries; `offset` then needs a token.',
  { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
);

export const count = parameter(
  'count',
  '`false`: of filters by user, resource, type of actor, time of receipt or text only a page is looked for; `count` then is what is known of them, and `countExact` is `false`.',
  { type: 'boolean', default: true },
);

export const follow = parameter(
  'follow',
  '`true`: the first page of the newest entries has the token `next` too. With `order=asc` and the same filters it leads to all that is stored after this list was read, and to nothing that was stored before.',
  { type: 'boolean', default: false },
);

export const interval = parameter('interval', 'Length of a bucket; a timeline has at most 10,000.', {
  type: 'string',
  enum: ['hour', 'day'],
  default: 'day',
});
