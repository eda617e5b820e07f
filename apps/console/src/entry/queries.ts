import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Audit, AuditEventData, AuditNoteList } from '@trailbook/contract';
import { call, send } from '../api/call';
import { useScope } from '../session/scope-context';

const pathOf = (uid: string): string => `/v1/audits/${encodeURIComponent(uid)}`;

/** @param listed the entry as the list has it, which is the same */
export function useEntry(uid: string, listed: Audit | undefined) {
  const { projectUid } = useScope();
  return useQuery({
    queryKey: ['entry', projectUid, uid],
    queryFn: ({ signal }) => call<Audit>(pathOf(uid), { projectUid, signal }),
    placeholderData: listed,
  });
}

export interface ReceivedEvent {
  /** As received, byte for byte. */
  text: string;
  data: Partial<AuditEventData>;
  /** Where in Kafka it was, when it arrived, and the attributes of its envelope. */
  origin: Record<string, string>;
}

/** The event as received: the list's entries carry neither its changes nor its attributes. */
export function useEvent(uid: string) {
  const { projectUid } = useScope();
  return useQuery({
    queryKey: ['event', projectUid, uid],
    queryFn: async ({ signal }): Promise<ReceivedEvent> => {
      const answer = await send(`${pathOf(uid)}/event`, { projectUid, signal });
      return read(await answer.text(), answer.headers);
    },
    staleTime: Infinity,
  });
}

function read(text: string, headers: Headers): ReceivedEvent {
  const structured = headers.get('trailbook-content-mode') === 'structured';
  const json = JSON.parse(text) as Partial<AuditEventData> & { data?: Partial<AuditEventData> };
  const told = [...headers].filter(([name]) => name.startsWith('trailbook-') || name.startsWith('ce-'));
  return { text, data: (structured ? json.data : json) ?? {}, origin: Object.fromEntries(told) };
}

export function useNotes(uid: string) {
  const { projectUid } = useScope();
  return useQuery({
    queryKey: ['notes', projectUid, uid],
    queryFn: ({ signal }) => call<AuditNoteList>(`${pathOf(uid)}/notes`, { projectUid, signal }),
  });
}

/** A note is an event of its own: looked for so often until it is there, so long apart. */
const looks = { most: 20, everyMs: 250 };

/** Adds a note, and shows it when it can be read. */
export function useAddNote(uid: string) {
  const { projectUid } = useScope();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (userMsg: string) => {
      const notes = () => call<AuditNoteList>(`${pathOf(uid)}/notes`, { projectUid });
      const before = (await notes()).items.length;
      await call(`${pathOf(uid)}/userMsg`, { method: 'PATCH', body: { userMsg }, projectUid });
      for (let look = 0; look < looks.most; look += 1) {
        if ((await notes()).items.length > before) break;
        await new Promise((resolve) => setTimeout(resolve, looks.everyMs));
      }
    },
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['notes', projectUid, uid] }),
        queries.invalidateQueries({ queryKey: ['entry', projectUid, uid] }),
      ]),
  });
}
