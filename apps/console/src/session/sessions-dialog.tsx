import { Badge, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Session } from '@trailbook/contract';
import { useChanges, useCollection, useTenantPath } from '../api/collection';
import { Dialog } from '../parts/dialog';
import { Failure } from '../parts/failure';
import { Ago } from '../parts/time';
import { deviceTold } from './device-told';

/** The sessions of whoever is signed in; of a member, for those who may end them. */
export function SessionsDialog({ member, close }: { member?: { uid: string; emailId: string }; close: () => void }) {
  const ofTenant = useTenantPath('sessions');
  const ofMember = useTenantPath('users');
  const path = member ? ofTenant : '/v1/me/sessions';
  const query = useCollection<Session>(path, true, member && { userUid: member.uid });
  const changes = useChanges(path);
  const all = useChanges(member ? `${ofMember}/${encodeURIComponent(member.uid)}/sessions` : path);
  const end = useMutation({ mutationFn: changes.remove });
  const endAll = useMutation({ mutationFn: all.removeAll });
  const error = query.error ?? end.error ?? endAll.error;
  const sessions = query.data ?? [];
  const others = sessions.filter(({ status }) => !status.isCurrent);
  return (
    <Dialog onClose={close} title={member ? `Sessions of ${member.emailId}` : 'My sessions'}>
      <Stack>
        {query.isPending && <Loader aria-label="Loading" />}
        {query.data?.length === 0 && (
          <Text size="sm" c="dimmed">
            Nobody is signed in as this member.
          </Text>
        )}
        {sessions.map(({ metadata, spec, status }) => (
          <Group key={metadata.uid} justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={500}>
                {deviceTold(spec.userAgent)} {spec.ip && `· ${spec.ip}`}
              </Text>
              <Text size="xs" c="dimmed" component="div">
                Used <Ago value={status.lastUsedTimestamp} />
              </Text>
            </div>
            {status.isCurrent ? (
              <Badge variant="light">This one</Badge>
            ) : (
              <Button variant="default" size="xs" onClick={() => end.mutate(metadata.uid ?? '')}>
                End
              </Button>
            )}
          </Group>
        ))}
        {error && <Failure title="Not done" error={error} />}
        <Group justify="flex-end">
          {others.length > 0 && (
            <Button color="red.9" loading={endAll.isPending} onClick={() => endAll.mutate()}>
              {member ? 'End all' : 'End all others'}
            </Button>
          )}
          <Button variant="default" onClick={close} data-autofocus>
            Done
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
