/** Names and defaults of the two topics; an installation may rename them. */
export const topics = {
  events: { name: 'audit.events', partitions: 12, retentionMs: 14 * 24 * 60 * 60 * 1000 },
  rejected: { name: 'audit.events.rejected', partitions: 12, maxMessageBytes: 2 * 1024 * 1024 },
} as const;

/** The `type` attribute of the two kinds of records. */
export const eventTypes = {
  event: 'dev.trailbook.audit.event.v1',
  note: 'dev.trailbook.audit.note.v1',
} as const;

/** Values of the `content-type` header of the two content modes. */
export const contentTypes = {
  json: 'application/json',
  structured: 'application/cloudevents+json; charset=UTF-8',
} as const;

/** Headers that a rejected record has besides its own. */
export const rejectHeaders = {
  code: 'reject-code',
  reason: 'reject-reason',
  time: 'reject-time',
  app: 'reject-app',
  topic: 'reject-topic',
  partition: 'reject-partition',
  offset: 'reject-offset',
  truncated: 'reject-truncated',
  size: 'reject-size',
  sha256: 'reject-sha256',
} as const;

export const limits = {
  /** Longest value of a record, in bytes. */
  valueBytes: 256 * 1024,
  /** Longest `id`, in bytes of UTF-8. */
  idBytes: 256,
  /** Longest `source`, in bytes of UTF-8. */
  sourceBytes: 512,
  /** Attributes beyond those of the contract: most of them, and the bytes of their names and values together. */
  extensions: 32,
  extensionBytes: 8 * 1024,
  /** Arrays and objects inside each other, `data` itself included. */
  nesting: 32,
  /** Largest magnitude of a number; its inverse is the smallest one that isn't zero. */
  number: 1e308,
  /** Longest reason of a rejection, in UTF-16 units. */
  reason: 500,
  /** How far an event's `time` may lie ahead of its record's timestamp, in milliseconds. */
  eventAheadMs: 60 * 60 * 1000,
  /** The same for a note. */
  noteAheadMs: 60 * 1000,
  /** Default age, in days, beyond which an event is refused. */
  retentionDays: 365,
  /** Largest page of a list, and the default. */
  page: 50,
} as const;
