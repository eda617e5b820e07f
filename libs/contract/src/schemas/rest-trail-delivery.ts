import { list, object, ref, text, type JsonSchema } from './json-schema';

const dateTime = (description: string): JsonSchema => ({ type: 'string', format: 'date-time', description });
const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });

/** How a trail's delivery stands, what it sends again, and how it is compared with the log. */
export const trailDeliverySchemas: Record<string, JsonSchema> = {
  TrailPosition: object(
    'How far delivery has come in a partition of the topic.',
    {
      epoch: count('The log the offset belongs to.'),
      partition: count('Partition.'),
      nextOffset: text('The offset to deliver next.'),
      catchingUp: { type: 'boolean', description: 'It reads from the store what it missed.' },
    },
    ['epoch', 'partition', 'nextOffset', 'catchingUp'],
  ),
  TrailError: object(
    'Why a delivery failed.',
    { code: text('Code.'), message: text('For people.'), at: dateTime('When.') },
    ['code', 'message'],
  ),
  TrailDelivery: object(
    'How a trail’s delivery stands.',
    {
      state: ref('TrailState'),
      delivered: count('Messages delivered since it was made.'),
      resent: count('Of these, those that CloudWatch first refused for their time.'),
      rejected: count('Messages that could not be delivered at all.'),
      shortened: count('Messages that were too long and were sent shortened.'),
      pending: count('Entries that are stored or on their way and not delivered yet.'),
      pendingExact: { type: 'boolean', description: 'False where counting stopped: at least so many are pending.' },
      lagSeconds: {
        type: 'number',
        minimum: 0,
        description: 'Age of the oldest pending entry; 0 where none is pending.',
      },
      catchingUp: { type: 'boolean', description: 'It reads from the store what it missed.' },
      offsetsBehind: count('Offsets between what is stored and what is delivered; other tenants’ count too.'),
      deliveredAt: dateTime('When it delivered last.'),
      newestEntryTime: dateTime('Time of the newest entry delivered.'),
      parkedAt: dateTime('Since when it is parked.'),
      retryAt: dateTime('When it tries again.'),
      failures: count('Failures in a row.'),
      lastError: ref('TrailError'),
      replay: ref('TrailReplay'),
      positions: list('Where it stands in each partition.', ref('TrailPosition')),
    },
    ['state', 'delivered', 'rejected', 'resent', 'pending', 'catchingUp', 'positions'],
  ),
  TrailStatus: object(
    'A trail with how its delivery stands.',
    { metadata: ref('ResourceMetadata'), status: ref('TrailDelivery') },
    ['metadata', 'status'],
  ),
  TrailReplayRequest: object(
    'Entries to deliver again, by their time; both ends are included.',
    { startTime: dateTime('First.'), endTime: dateTime('Last; at most the present.') },
    ['startTime', 'endTime'],
  ),
  TrailReplay: object(
    'Entries that are delivered again, in the order of their times, beside what comes new.',
    {
      uid: text('Uid of the replay.'),
      state: {
        type: 'string',
        enum: ['running', 'done', 'cancelled'],
        description: 'A running one waits while the trail is paused or parked, and goes on after a restart.',
      },
      startTime: dateTime('First entry.'),
      endTime: dateTime('Last entry.'),
      requestedAt: dateTime('When it was asked for.'),
      finishedAt: dateTime('When it ended.'),
      total: count('Entries and notes in the range when it was asked for.'),
      sent: count('Of these, those that the sink has acknowledged once more.'),
      rejected: count('Of these, those that the sink did not take.'),
      sentUpTo: dateTime('Time of the last one sent.'),
    },
    ['uid', 'state', 'startTime', 'endTime', 'requestedAt', 'total', 'sent', 'rejected'],
  ),
  TrailDifference: object(
    'One entry, or one call, about which the log and the receipts of delivery do not agree.',
    {
      kind: {
        type: 'string',
        enum: ['missing', 'rejected', 'unexpected', 'receipt'],
        description:
          'Stored and never acknowledged; stored and refused by the sink for good; acknowledged and not stored; a receipt that does not agree with itself.',
      },
      uid: text('Uid of the entry or note.'),
      time: dateTime('When it happened.'),
      partition: count('Partition of the topic.'),
      offset: text('Offset in the partition.'),
      requestId: text('The sink’s id of the call.'),
    },
    ['kind', 'partition'],
  ),
  TrailComparison: object(
    'The entries and notes of a range that a trail is to deliver, against those that its sink acknowledged.',
    {
      startTime: dateTime('Begin of the range.'),
      endTime: dateTime('End of the range.'),
      entries: count('Stored in the range, and for this trail.'),
      acknowledged: count('Of these, those that the sink acknowledged.'),
      pending: count('Of these, those that delivery has not come to yet.'),
      missing: count('Of these, those that delivery has passed and the sink never acknowledged.'),
      rejected: count('Of the missing, those that the sink refused for good.'),
      unexpected: count('Acknowledged for the range, and not stored.'),
      repeated: count('Acknowledged more than once, replays aside.'),
      replayed: count('Acknowledged for replays, as well.'),
      receipts: count('Receipts that were looked at: one for each call and partition.'),
      brokenReceipts: count('Of these, those that do not agree with themselves.'),
      difference: count('Missing, unexpected and broken: 0 where everything that is due is at the sink.'),
      differences: list('The first of them.', ref('TrailDifference'), { maxItems: 100 }),
    },
    [
      'startTime',
      'endTime',
      'entries',
      'acknowledged',
      'pending',
      'missing',
      'rejected',
      'unexpected',
      'repeated',
      'replayed',
      'receipts',
      'brokenReceipts',
      'difference',
      'differences',
    ],
  ),
  TrailReconciliation: object(
    'A trail with its comparison.',
    { metadata: ref('ResourceMetadata'), status: ref('TrailComparison') },
    ['metadata', 'status'],
  ),
};
