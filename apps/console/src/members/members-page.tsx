import { Badge, Button, Group, Menu, PasswordInput, Switch, Text, TextInput } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import type { ColumnDef } from '@tanstack/react-table';
import type { Role, RoleBinding, User } from '@trailbook/contract';
import { useMemo, useState } from 'react';
import { useChanges, useCollection, useTenantPath } from '../api/collection';
import { Confirm } from '../parts/confirm';
import { DataTable } from '../parts/data-table';
import { Empty } from '../parts/empty';
import { FormModal } from '../parts/form-modal';
import { Found, Page } from '../parts/page';
import { RowMenu } from '../parts/row-menu';
import { Ago } from '../parts/time';
import { useScope } from '../session/scope-context';
import { SessionsDialog } from '../session/sessions-dialog';
import { useMe } from '../session/use-me';
import { MemberRoles } from './member-roles';
import { roleTold } from './role-told';

type Open = { what: 'add' } | { what: 'edit' | 'roles' | 'sessions' | 'delete'; user: User };

const keyOf = ({ metadata }: User): string => metadata?.uid ?? '';

/** The people of the tenant, with the roles that they hold. */
export function MembersPage() {
  const { permissions } = useScope();
  const me = useMe().data;
  const path = useTenantPath('users');
  const query = useCollection<User>(path);
  const mayList = permissions.has('role.list');
  const bindings = useCollection<RoleBinding>(useTenantPath('roleBindings'), mayList).data;
  const roles = useCollection<Role>(useTenantPath('roles'), mayList).data;
  const changes = useChanges(path);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const columns = useMemo<ColumnDef<User>[]>(
    () => [
      {
        header: 'Name',
        accessorFn: ({ metadata }) => metadata?.name,
        cell: ({ row: { original } }) => (
          <>
            <Text size="sm" fw={500}>
              {original.metadata?.name}
            </Text>
            <Text size="xs" c="dimmed">
              {original.spec.emailId}
            </Text>
          </>
        ),
      },
      {
        header: 'Roles',
        enableSorting: false,
        cell: ({ row: { original } }) => {
          const held = bindings?.filter(({ spec }) => spec.userUid === keyOf(original)) ?? [];
          return (
            <Group gap={6}>
              {held.map((binding) => (
                <Badge key={binding.metadata?.uid} variant="light" color="gray">
                  {roleTold(binding, roles, me)}
                </Badge>
              ))}
              {held.length === 0 && 'None'}
            </Group>
          );
        },
      },
      {
        header: 'Last sign-in',
        accessorFn: ({ status }) => status?.lastLoginTimestamp,
        cell: ({ row: { original } }) =>
          original.status?.lastLoginTimestamp ? <Ago value={original.status.lastLoginTimestamp} /> : 'Never',
      },
      {
        header: 'State',
        accessorFn: ({ spec }) => (spec.disabled ? 'Disabled' : 'Active'),
      },
      {
        id: 'menu',
        header: '',
        enableSorting: false,
        cell: ({ row: { original: user } }) => (
          <RowMenu of={user.spec.emailId}>
            {permissions.has('role.bind') && (
              <Menu.Item onClick={() => setOpen({ what: 'roles', user })}>Roles</Menu.Item>
            )}
            {permissions.has('user.update') && (
              <Menu.Item onClick={() => setOpen({ what: 'edit', user })}>Edit</Menu.Item>
            )}
            {permissions.has('user.update') && (
              <Menu.Item onClick={() => setOpen({ what: 'sessions', user })}>Sessions</Menu.Item>
            )}
            {permissions.has('user.delete') && (
              <Menu.Item color="red.9" onClick={() => setOpen({ what: 'delete', user })}>
                Delete
              </Menu.Item>
            )}
          </RowMenu>
        ),
      },
    ],
    [permissions, bindings, roles, me],
  );
  const edited = open?.what === 'edit' ? open.user : undefined;
  return (
    <Page
      title="Members"
      about="Who may sign in, and what each may do where."
      actions={
        permissions.has('user.create') && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
            Add member
          </Button>
        )
      }
    >
      <Found query={query}>
        {(users) =>
          users.length === 0 ? (
            <Empty icon={IconUsers} title="No members yet">
              Add the first one.
            </Empty>
          ) : (
            <DataTable label="Members" rows={users} columns={columns} keyOf={keyOf} />
          )
        }
      </Found>
      {(open?.what === 'add' || edited) && (
        <FormModal
          title={edited ? `Edit ${edited.spec.emailId}` : 'Add member'}
          act="Save"
          close={close}
          save={(fields) => {
            const spec = {
              emailId: fields.text('email'),
              firstName: fields.text('first'),
              lastName: fields.text('last'),
              password: fields.secret('password') || undefined,
              ...(edited && { disabled: fields.text('disabled') === 'on' }),
            };
            return edited ? changes.replace(keyOf(edited), { spec }) : changes.add({ spec });
          }}
        >
          <TextInput name="email" type="email" label="E-mail" required defaultValue={edited?.spec.emailId} />
          <Group grow>
            <TextInput name="first" label="First name" defaultValue={edited?.spec.firstName} />
            <TextInput name="last" label="Last name" defaultValue={edited?.spec.lastName} />
          </Group>
          <PasswordInput
            name="password"
            label="Password"
            autoComplete="new-password"
            required={!edited}
            description={edited ? 'Empty: as it is' : 'Tell it to the member over a safe channel'}
          />
          {edited && <Switch name="disabled" label="May not sign in" defaultChecked={edited.spec.disabled} />}
        </FormModal>
      )}
      {open?.what === 'roles' && (
        <MemberRoles user={open.user} roles={roles ?? []} bindings={bindings ?? []} close={close} />
      )}
      {open?.what === 'sessions' && (
        <SessionsDialog member={{ uid: keyOf(open.user), emailId: open.user.spec.emailId }} close={close} />
      )}
      {open?.what === 'delete' && (
        <Confirm title="Delete member" act="Delete" close={close} run={() => changes.remove(keyOf(open.user))}>
          <b>{open.user.spec.emailId}</b> may no longer sign in, and the API keys of this member end. What this member
          did stays in the log.
        </Confirm>
      )}
    </Page>
  );
}
