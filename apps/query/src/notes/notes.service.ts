import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import {
  dataOf,
  restTime,
  toAuditActor,
  type AuditNoteData,
  type AuditNoteItem,
  type AuditNoteList,
} from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import { notesOf, withScope, type StoredEntry } from '@trailbook/store/read';
import { EntriesService } from '../entries/entries.service';
import { AuditPublisher } from '../kafka/audit-publisher';
import { scopeOf } from '../scope';
import { Pools } from '../store/pools';
import { noteEvent } from './note-event';

/** Notes that people put on entries. An entry is never changed: its notes are events of their own. */
@Injectable()
export class NotesService {
  constructor(
    @Inject(EntriesService) private readonly entries: EntriesService,
    @Inject(AuditPublisher) private readonly publisher: AuditPublisher,
    @Inject(Pools) private readonly pools: Pools,
  ) {}

  /**
   * Resolves when Kafka has the note.
   * @throws ApiError 404 for an entry the caller does not see, 403 for one of somebody else's, 503 without Kafka
   */
  async add(caller: Caller, auditUid: string, userMsg: string): Promise<void> {
    const entry = await this.entries.find(caller, auditUid);
    if (!caller.permissions.includes('audit.note') && !isOwn(entry, caller)) throw ApiError.forbidden();
    await this.publisher.publish(noteEvent(caller, entry.uid, userMsg));
  }

  /** All notes of an entry, newest first; one that came with the event itself is the oldest. */
  async list(caller: Caller, auditUid: string): Promise<AuditNoteList> {
    const entry = await this.entries.find(caller, auditUid);
    const notes = await withScope(this.pools.reads, scopeOf(caller), (reader) => notesOf(reader, entry.uid));
    const items = notes.map(({ uid, time, value, mode, source, sourceVerification }): AuditNoteItem => {
      const { userMsg, actor } = dataOf<AuditNoteData>(value, mode);
      return { uid, time: restTime(time), userMsg, actor: toAuditActor(actor), source, sourceVerification };
    });
    return { items: [...items, ...givenWith(entry)] };
  }
}

function isOwn(entry: StoredEntry, caller: Caller): boolean {
  const { actor } = dataOf(entry.value, entry.mode);
  return actor.user?.uid === caller.userUid;
}

function givenWith(entry: StoredEntry): AuditNoteItem[] {
  const { userMsg, actor } = dataOf(entry.value, entry.mode);
  if (userMsg === undefined) return [];
  const { uid, source, sourceVerification } = entry;
  return [{ uid, time: restTime(entry.time), userMsg, actor: toAuditActor(actor), source, sourceVerification }];
}
