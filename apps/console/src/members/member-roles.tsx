import { ActionIcon, Badge, Button, Divider, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Role, RoleBinding, User } from '@trailbook/contract';
import { useState } from 'react';
import { Dialog } from '../parts/dialog';
import { useChanges, useTenantPath } from '../api/collection';
import { Failure } from '../parts/failure';
import { useMe } from '../session/use-me';
import { roleTold } from './role-told';

interface Props {
  user: User;
  roles: readonly Role[];
  bindings: readonly RoleBinding[];
  close: () => void;
}

/** Gives roles to a member, and takes them away. */
export function MemberRoles({ user, roles, bindings, close }: Props) {
  const me = useMe().data;
  const changes = useChanges(useTenantPath('roleBindings'));
  const [roleUid, setRole] = useState(roles[0]?.metadata.uid ?? '');
  const [projectUid, setProject] = useState(me?.spec.projects[0]?.uid ?? '');
  const inProject = roles.find(({ metadata }) => metadata.uid === roleUid)?.spec.scope === 'project';
  const userUid = user.metadata?.uid ?? '';
  const give = useMutation({
    mutationFn: () => changes.add({ spec: { userUid, roleUid, ...(inProject && { projectUid }) } }),
  });
  const take = useMutation({ mutationFn: changes.remove });
  const held = bindings.filter(({ spec }) => spec.userUid === userUid);
  const error = give.error ?? take.error;
  return (
    <Dialog onClose={close} title={`Roles of ${user.spec.emailId}`}>
      <Stack>
        {held.length === 0 && (
          <Text size="sm" c="dimmed">
            No role yet: this member sees nothing.
          </Text>
        )}
        {held.map((binding) => {
          const told = roleTold(binding, roles, me);
          return (
            <Group key={binding.metadata?.uid} justify="space-between" wrap="nowrap">
              <Badge size="lg" variant="light" color="gray">
                {told}
              </Badge>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Take away ${told}`}
                onClick={() => take.mutate(binding.metadata?.uid ?? '')}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </Group>
          );
        })}
        <Divider />
        <Group align="flex-end" grow>
          <NativeSelect
            label="Role"
            value={roleUid}
            onChange={(event) => setRole(event.currentTarget.value)}
            data={roles.map(({ metadata }) => ({ value: metadata.uid ?? '', label: metadata.name ?? '' }))}
          />
          {inProject && (
            <NativeSelect
              label="Project"
              value={projectUid}
              onChange={(event) => setProject(event.currentTarget.value)}
              data={me?.spec.projects.map(({ uid, name }) => ({ value: uid, label: name })) ?? []}
            />
          )}
        </Group>
        {error && <Failure title="Not changed" error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Done
          </Button>
          <Button onClick={() => give.mutate()} loading={give.isPending}>
            Give role
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
