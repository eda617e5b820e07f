import type { TrailFilter } from '@trailbook/contract';
import { actionLabels } from '../audits/words';
import { useMe } from '../session/use-me';
import { Fact } from './fact';
import { hasFilter } from './trail-draft';

/** Which entries a trail delivers, in words. */
export function EventsTold({ filter = {} }: { filter?: TrailFilter }) {
  const projects = useMe().data?.spec.projects ?? [];
  if (!hasFilter(filter)) return <Fact name="Events" value="All" />;
  const nameOf = (uid: string): string => projects.find((project) => project.uid === uid)?.name ?? uid;
  return (
    <>
      <Fact name="Types" value={told(filter.actionTypes?.map((action) => actionLabels[action]))} />
      <Fact name="Resource types" value={told(filter.resourceKinds)} />
      <Fact name="Projects" value={told(filter.projects?.map(nameOf))} />
    </>
  );
}

const told = (values: readonly string[] | undefined): string | undefined => values?.join(', ') || undefined;
