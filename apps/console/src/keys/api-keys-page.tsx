import { Alert, Badge, Button, Code, Group, Menu, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import type { ColumnDef } from '@tanstack/react-table';
import type { ApiKey, ApiKeyCreated, User } from '@trailbook/contract';
import { useMemo, useState } from 'react';
import { Dialog } from '../parts/dialog';
import { useChanges, useCollection, useTenantPath } from '../api/collection';
import { Confirm } from '../parts/confirm';
import { CopyButton } from '../parts/copy-button';
import { DataTable } from '../parts/data-table';
import { Empty } from '../parts/empty';
import { FormModal } from '../parts/form-modal';
import { Found, Page } from '../parts/page';
import { RowMenu } from '../parts/row-menu';
import { Ago, Time } from '../parts/time';
import { useScope } from '../session/scope-context';

type Open = { what: 'add' } | { what: 'revoke'; apiKey: ApiKey };

export function ApiKeysPage() {
  const { permissions, userUid } = useScope();
  const path = useTenantPath('apiKeys');
  const query = useCollection<ApiKey>(path);
  const users = useCollection<User>(useTenantPath('users'), permissions.has('user.list')).data;
  const changes = useChanges(path);
  const [open, setOpen] = useState<Open>();
  const [made, setMade] = useState<string>();
  const close = () => setOpen(undefined);
  const columns = useMemo<ColumnDef<ApiKey>[]>(() => {
    const ownerOf = ({ spec }: ApiKey) =>
      users?.find(({ metadata }) => metadata?.uid === spec?.userUid)?.spec.emailId ?? spec?.userUid;
    return [
      { header: 'Name', accessorFn: ({ metadata }) => metadata.name },
      { header: 'User', accessorFn: ownerOf },
      {
        header: 'State',
        accessorFn: ({ spec }) => spec?.isActive,
        cell: ({ row: { original } }) =>
          original.spec?.isActive === false ? (
            <Badge color="gray" variant="light">
              Inactive
            </Badge>
          ) : (
            <Badge color="green" variant="light">
              Active
            </Badge>
          ),
      },
      {
        header: 'Expires',
        accessorFn: ({ spec }) => spec?.expiry,
        cell: ({ row: { original } }) => (original.spec?.expiry ? <Time value={original.spec.expiry} /> : 'Never'),
      },
      {
        header: 'Last used',
        accessorFn: ({ status }) => status?.lastUsedTimestamp,
        cell: ({ row: { original } }) =>
          original.status?.lastUsedTimestamp ? <Ago value={original.status.lastUsedTimestamp} /> : 'Never',
      },
      {
        id: 'menu',
        header: '',
        enableSorting: false,
        cell: ({ row: { original: apiKey } }) =>
          permissions.has('apikey.delete') && (
            <RowMenu of={apiKey.metadata.name ?? ''}>
              <Menu.Item color="red.9" onClick={() => setOpen({ what: 'revoke', apiKey })}>
                Revoke
              </Menu.Item>
            </RowMenu>
          ),
      },
    ];
  }, [permissions, users]);
  const add = permissions.has('apikey.create') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
      Add API key
    </Button>
  );
  return (
    <Page title="API Keys" about="For programs: a key acts as its user, with all that user may do." actions={add}>
      <Found query={query}>
        {(keys) =>
          keys.length === 0 ? (
            <Empty icon={IconKey} title="No API key yet">
              Programs send a key in the header ApiKey.
            </Empty>
          ) : (
            <DataTable label="API keys" rows={keys} columns={columns} keyOf={({ metadata }) => metadata.uid ?? ''} />
          )
        }
      </Found>
      {open?.what === 'add' && (
        <FormModal
          title="Add API key"
          act="Create"
          close={close}
          save={async (fields) => {
            const days = Number(fields.text('days'));
            const expiry = days ? new Date(Date.now() + days * 86_400_000).toISOString() : undefined;
            const body = { metadata: { name: fields.text('name') }, spec: { userUid: fields.text('user'), expiry } };
            setMade((await changes.add<ApiKeyCreated>(body)).apiKey);
          }}
        >
          <TextInput name="name" label="Name" required data-autofocus placeholder="What it is for" />
          <NativeSelect
            name="user"
            label="User"
            defaultValue={userUid}
            data={users?.map(({ metadata, spec }) => ({ value: metadata?.uid ?? '', label: spec.emailId })) ?? []}
          />
          <NativeSelect
            name="days"
            label="Expires"
            defaultValue="90"
            data={[
              { value: '30', label: 'In 30 days' },
              { value: '90', label: 'In 90 days' },
              { value: '365', label: 'In a year' },
              { value: '', label: 'Never' },
            ]}
          />
        </FormModal>
      )}
      {made !== undefined && (
        <Dialog onClose={() => setMade(undefined)} title="API key created" closeOnClickOutside={false}>
          <Stack>
            <Alert color="yellow">Copy the key now: it is not shown again.</Alert>
            <Code block data-testid="api-key">
              {made}
            </Code>
            <Group justify="flex-end">
              <CopyButton text={() => made} label="Copy key" />
              <Button onClick={() => setMade(undefined)}>Done</Button>
            </Group>
          </Stack>
        </Dialog>
      )}
      {open?.what === 'revoke' && (
        <Confirm
          title="Revoke API key"
          act="Revoke"
          close={close}
          run={() => changes.remove(open.apiKey.metadata.uid ?? '')}
        >
          <Text span>
            Programs that use the key <b>{open.apiKey.metadata.name}</b> are refused from now on.
          </Text>
        </Confirm>
      )}
    </Page>
  );
}
