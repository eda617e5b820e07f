/** The permissions by what they are for: `audit` has `get`, `list`, … In the order in which they are given. */
export function grouped(permissions: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const permission of permissions) {
    const [resource = '', act = ''] = permission.split('.', 2);
    groups.set(resource, [...(groups.get(resource) ?? []), act]);
  }
  return groups;
}

/** Short enough for a line of a table. @param all those that there are, so that a whole group is told in a word */
export function permissionsTold(held: readonly string[], all: ReadonlySet<string>): string {
  const whole = grouped(all);
  return [...grouped(held)]
    .map(([resource, acts]) => {
      const known = whole.get(resource);
      const every = known !== undefined && known.length > 1 && known.every((act) => acts.includes(act));
      return `${resource}: ${every ? 'all' : acts.join(', ')}`;
    })
    .join(' · ');
}
