import type { TextForm } from './shape';

/** What a header is to the event. As in `assembly/headers.ts`. */
export const headerRoles = { word: 0, id: 1, source: 2, time: 3, subject: 4, traceparent: 5, unusual: 6 } as const;

export interface HeaderForm {
  readonly name: string;
  readonly role: keyof typeof headerRoles;
  readonly isRequired?: boolean;
  /** The one value that a header of the role `word` has. */
  readonly word?: string;
}

/** What is looked for in a record, and what the message for its event is made of. */
export interface RecordForm {
  readonly data: TextForm;
  /** The slot of the tenant's uid. */
  readonly tenantSlot: number;
  readonly headers: readonly HeaderForm[];
  /**
   * What stands before the uid, the time, the time of receipt, the source, the subject and the trace in a message, and what
   * stands behind the source.
   */
  readonly parts: readonly (string | Uint8Array)[];
}
