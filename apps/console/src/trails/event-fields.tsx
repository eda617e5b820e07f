import { MultiSelect, Stack, TagsInput, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ActionType, Facets } from '@trailbook/contract';
import { call } from '../api/call';
import { ranges } from '../audits/filters';
import { actionLabels } from '../audits/words';
import { useCan } from '../session/scope-context';
import { useMe } from '../session/use-me';
import type { TrailDraft } from './trail-draft';

const actions = Object.entries(actionLabels).map(([value, label]) => ({ value, label }));

/** Limits of the API. */
const most = { values: 50, kindLength: 64 };

/** Kinds that occur in the log; any other can be typed. */
function useKinds(): string[] {
  const { data } = useQuery({
    queryKey: ['kinds'],
    queryFn: ({ signal }) => {
      const startTime = new Date(Date.now() - ranges['1y'].length).toISOString();
      return call<Facets>('/v1/audits/facets', { query: { startTime }, signal });
    },
    enabled: useCan('audit.list'),
    staleTime: 60_000,
  });
  return data?.resourceKinds.map(({ value }) => value) ?? [];
}

/** Which entries a trail delivers. */
export function EventFields({ draft, change }: { draft: TrailDraft; change: (changes: Partial<TrailDraft>) => void }) {
  const kinds = useKinds();
  const projects = useMe().data?.spec.projects ?? [];
  const names = new Map(projects.map(({ uid, name }) => [uid, name]));
  const uids = [...new Set([...names.keys(), ...draft.projects])];
  return (
    <Stack gap="xs" role="group" aria-labelledby="events">
      <div>
        <Text size="sm" fw={600} id="events">
          Events
        </Text>
        <Text size="xs" c="dimmed">
          All, where nothing is chosen. With a choice, update notes are not delivered.
        </Text>
      </div>
      <MultiSelect
        searchable
        openOnFocus={false}
        label="Types"
        placeholder={draft.actionTypes.length > 0 ? '' : 'All'}
        data={actions}
        value={draft.actionTypes}
        onChange={(values) => change({ actionTypes: values as ActionType[] })}
      />
      <TagsInput
        openOnFocus={false}
        label="Resource types"
        placeholder={draft.resourceKinds.length > 0 ? '' : 'All'}
        data={kinds}
        maxTags={most.values}
        maxLength={most.kindLength}
        value={draft.resourceKinds}
        onChange={(resourceKinds) => change({ resourceKinds })}
      />
      <MultiSelect
        searchable
        openOnFocus={false}
        label="Projects"
        placeholder={draft.projects.length > 0 ? '' : 'All, and the tenant itself'}
        data={uids.map((uid) => ({ value: uid, label: names.get(uid) ?? uid }))}
        maxValues={most.values}
        value={draft.projects}
        onChange={(chosen) => change({ projects: chosen })}
      />
    </Stack>
  );
}
