import { Button, Pill } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import type { ActionType, Me } from '@trailbook/contract';
import { memo } from 'react';
import { useMe } from '../session/use-me';
import { useScope } from '../session/scope-context';
import { ChoiceFilter, type Choice } from './choice-filter';
import { isNarrowed, listFilters, type ListFilter } from './filters';
import { useFacets } from './queries';
import { RangeFilter } from './range-filter';
import { ResourceFilter } from './resource-filter';
import { SearchField } from './search-field';
import type { FilterState } from './use-filters';
import { actionLabels, actorLabels } from './words';
import classes from './filter-bar.module.css';

const none = { search: '', ...Object.fromEntries(listFilters.map((name) => [name, []])) };

const projectsOf = (me: Me | undefined): Choice[] =>
  me?.spec.projects.map(({ uid, name }) => ({ value: uid, label: name })) ?? [];

/** Every filter there is; each is in the address. */
export const FilterBar = memo(function FilterBar({ state }: { state: FilterState }) {
  const { filters, change } = state;
  const { projectUid } = useScope();
  const me = useMe();
  const facets = useFacets(state).data;
  const [opened, { toggle }] = useDisclosure(false);
  const choice = (name: ListFilter, label: string, choices: readonly Choice[]) => (
    <ChoiceFilter
      label={label}
      choices={choices}
      chosen={filters[name]}
      change={(values) => change({ [name]: values })}
    />
  );
  const counts = new Map(facets?.actionTypes.map(({ value, count }) => [value, count]));
  const actions = (Object.entries(actionLabels) as [ActionType, string][]).map(([value, label]) => ({
    value,
    label,
    count: facets && (counts.get(value) ?? 0),
  }));
  const used = listFilters.filter((name) => filters[name].length > 0).length;
  const actors = Object.entries(actorLabels).map(([value, label]) => ({ value, label }));
  return (
    <div className={classes.bar} role="search" aria-label="Filters">
      <RangeFilter times={filters} change={change} />
      <SearchField value={filters.search} change={(search) => change({ search })} className={classes.search} />
      <Button
        size="xs"
        variant="default"
        hiddenFrom="sm"
        onClick={toggle}
        aria-expanded={opened}
        leftSection={<IconFilter size={15} aria-hidden />}
      >
        Filters{used > 0 && ` (${used})`}
      </Button>
      <div className={classes.more} data-opened={opened || undefined}>
        {choice('actionType', 'Type', actions)}
        {choice('resourceKind', 'Resource type', (facets?.resourceKinds ?? []).map(asChoice))}
        {choice('userUid', 'User', (facets?.actors ?? []).map(asChoice))}
        <ResourceFilter add={(uid) => change({ resourceUid: [...new Set([...filters.resourceUid, uid])] })} />
        {choice('actorType', 'Done by', actors)}
        {!projectUid && choice('projectUid', 'Project', projectsOf(me.data))}
        {filters.resourceUid.map((uid) => (
          <Pill
            key={uid}
            size="lg"
            withRemoveButton
            onRemove={() => change({ resourceUid: filters.resourceUid.filter((other) => other !== uid) })}
            removeButtonProps={{ 'aria-label': `Not only ${uid}`, 'aria-hidden': false, tabIndex: 0 }}
            maw="100%"
          >
            Resource: {uid}
          </Pill>
        ))}
        {isNarrowed(filters) && (
          <Button size="xs" variant="subtle" onClick={() => change(none)}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  );
});

function asChoice({ value, label, count }: { value: string; label?: string; count: number }): Choice {
  return { value, label: label ?? value, count };
}
