import { Text } from '@mantine/core';
import classes from './trails.module.css';

/** One thing that is known of a trail; nothing where it is not. */
export function Fact({ name, value }: { name: string; value: string | undefined }) {
  if (value === undefined) return null;
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" className={classes.message}>
        {value}
      </Text>
    </div>
  );
}
