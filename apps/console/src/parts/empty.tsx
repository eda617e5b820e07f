import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';

/** What is shown where there is nothing yet: why, and what to do about it. */
export function Empty(props: { icon: ComponentType; title: string; children: ReactNode; action?: ReactNode }) {
  const Icon = props.icon;
  return (
    <Stack align="center" ta="center" py={64} px="md" gap="xs">
      <ThemeIcon size={56} radius="xl" variant="light" color="gray" aria-hidden>
        <Icon />
      </ThemeIcon>
      <Title order={2} size="h4">
        {props.title}
      </Title>
      <Text c="dimmed" maw={460}>
        {props.children}
      </Text>
      {props.action}
    </Stack>
  );
}
