import { Checkbox, Group, Text } from '@mantine/core';
import { existsInProject } from '../session/scope';
import { grouped } from './permissions';
import classes from './permission-fields.module.css';

interface Props {
  /** Those that the caller holds: nobody can give others. */
  permissions: ReadonlySet<string>;
  /** Roles in projects have fewer. */
  scope: string;
  chosen: readonly string[];
}

/** A box to tick for each permission, a line for what each is for. */
export function PermissionFields({ permissions, scope, chosen }: Props) {
  const offered = [...permissions].filter((permission) => scope === 'tenant' || existsInProject(permission));
  return (
    <fieldset className={classes.fields}>
      <Text component="legend" size="sm" fw={500} mb={4}>
        Permissions
      </Text>
      {[...grouped(offered)].map(([resource, acts]) => (
        <div key={resource} role="group" aria-label={resource} className={classes.line}>
          <Text size="sm" fw={500}>
            {resource}
          </Text>
          <Group gap={10}>
            {acts.map((act) => {
              const permission = `${resource}.${act}`;
              return (
                <Checkbox
                  key={permission}
                  size="xs"
                  name="permission"
                  value={permission}
                  label={act}
                  aria-label={permission}
                  defaultChecked={chosen.includes(permission)}
                  w={76}
                />
              );
            })}
          </Group>
        </div>
      ))}
    </fieldset>
  );
}
