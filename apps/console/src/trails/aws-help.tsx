import { Accordion, Code, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CopyButton } from '../parts/copy-button';
import { Failure } from '../parts/failure';
import type { ReactNode } from 'react';
import { useTrailDefaults } from './queries';
import type { TrailDraft } from './trail-draft';
import classes from './trails.module.css';

/** What to set up in AWS: the external id and the policies, ready to copy. */
export function AwsHelp({ draft }: { draft: TrailDraft }) {
  const typed = draft.roleArn.trim();
  const [roleArn] = useDebouncedValue(typed, 400);
  const complete = /^arn:[a-z-]+:iam::\d{12}:role\/.+/.test(roleArn) ? roleArn : undefined;
  const sts = draft.method === 'sts';
  const defaults = useTrailDefaults({
    group: draft.group.trim(),
    region: draft.region.trim(),
    roleArn: sts ? complete : undefined,
  });
  if (defaults.isError) return <Failure error={defaults.error} retry={() => void defaults.refetch()} />;
  if (!defaults.data) return null;
  const { externalId, policies } = defaults.data;
  // Policies name the role's account: those of what was typed before must not be pasted.
  const stale = defaults.isPlaceholderData || (sts && typed !== roleArn);
  return (
    <Stack gap="xs">
      {sts && (
        <div>
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              External id
            </Text>
            <CopyButton text={() => externalId} label="Copy external id" />
          </Group>
          <Code block className={classes.code} data-testid="external-id">
            {externalId}
          </Code>
        </div>
      )}
      <Accordion variant="contained" chevronPosition="left" order={3}>
        <Policy name="IAM policy" policy={policies.permissions} stale={stale}>
          {sts ? 'Attach it to the role.' : 'Attach it to the user that the key belongs to.'} It grants six actions on
          the log group, and no others are ever called.
        </Policy>
        {sts && policies.trust && (
          <Policy name="Trust policy" policy={policies.trust} stale={stale}>
            Who may assume the role: Trailbook, with your external id.
          </Policy>
        )}
      </Accordion>
    </Stack>
  );
}

interface PolicyProps {
  name: string;
  policy: object;
  stale: boolean;
  children: ReactNode;
}

function Policy({ name, policy, stale, children }: PolicyProps) {
  const text = JSON.stringify(policy, null, 2);
  return (
    <Accordion.Item value={name.replaceAll(' ', '-')}>
      <Accordion.Control>{name}</Accordion.Control>
      <Accordion.Panel>
        <Group justify="space-between" align="flex-start">
          <Text size="sm" c="dimmed">
            {children}
          </Text>
          <CopyButton text={() => text} label={`Copy ${name}`} stale={stale} />
        </Group>
        <Code block className={classes.code} tabIndex={0}>
          {text}
        </Code>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
