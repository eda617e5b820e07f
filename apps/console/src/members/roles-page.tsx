import { Badge, Button, Group, Menu, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ColumnDef } from '@tanstack/react-table';
import type { Role } from '@trailbook/contract';
import { useMemo, useState } from 'react';
import { useChanges, useCollection, useTenantPath } from '../api/collection';
import { Confirm } from '../parts/confirm';
import { DataTable } from '../parts/data-table';
import { FormModal } from '../parts/form-modal';
import { Found, Page } from '../parts/page';
import { RowMenu } from '../parts/row-menu';
import { useScope } from '../session/scope-context';
import { PermissionFields } from './permission-fields';
import { permissionsTold } from './permissions';

type Open = { what: 'add' } | { what: 'edit' | 'delete'; role: Role };

const keyOf = ({ metadata }: Role): string => metadata.uid ?? '';

/** Sets of permissions: those that every tenant has, and its own. */
export function RolesPage() {
  const { permissions } = useScope();
  const path = useTenantPath('roles');
  const query = useCollection<Role>(path);
  const changes = useChanges(path);
  const [open, setOpen] = useState<Open>();
  const [scope, setScope] = useState('tenant');
  const close = () => setOpen(undefined);
  const columns = useMemo<ColumnDef<Role>[]>(
    () => [
      {
        header: 'Name',
        accessorFn: ({ metadata }) => metadata.name,
        cell: ({ row: { original } }) => (
          <Group gap={8} wrap="nowrap">
            <Text size="sm" fw={500}>
              {original.metadata.name}
            </Text>
            {original.spec.builtIn && (
              <Badge variant="light" color="gray">
                Built in
              </Badge>
            )}
          </Group>
        ),
      },
      { header: 'Scope', accessorFn: ({ spec }) => (spec.scope === 'tenant' ? 'Tenant' : 'Project') },
      {
        header: 'Permissions',
        accessorFn: ({ spec }) => spec.permissions.length,
        cell: ({ row: { original } }) => (
          <Text size="xs" c="dimmed" title={original.spec.permissions.join(', ')}>
            {permissionsTold(original.spec.permissions, permissions)}
          </Text>
        ),
      },
      {
        id: 'menu',
        header: '',
        enableSorting: false,
        cell: ({ row: { original: role } }) =>
          !role.spec.builtIn && (
            <RowMenu of={role.metadata.name ?? ''}>
              {permissions.has('role.update') && (
                <Menu.Item onClick={() => setOpen({ what: 'edit', role })}>Edit</Menu.Item>
              )}
              {permissions.has('role.delete') && (
                <Menu.Item color="red.9" onClick={() => setOpen({ what: 'delete', role })}>
                  Delete
                </Menu.Item>
              )}
            </RowMenu>
          ),
      },
    ],
    [permissions],
  );
  const edited = open?.what === 'edit' ? open.role : undefined;
  return (
    <Page
      title="Roles"
      about="A role is a set of permissions. Nobody can give what he does not hold himself."
      actions={
        permissions.has('role.create') && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
            Add role
          </Button>
        )
      }
    >
      <Found query={query}>{(roles) => <DataTable label="Roles" rows={roles} columns={columns} keyOf={keyOf} />}</Found>
      {(open?.what === 'add' || edited) && (
        <FormModal
          title={edited ? `Edit ${edited.metadata.name}` : 'Add role'}
          act="Save"
          size="lg"
          close={close}
          save={(fields) => {
            const body = {
              metadata: { name: fields.text('name') },
              spec: {
                scope: edited ? edited.spec.scope : fields.text('scope'),
                permissions: fields.all('permission'),
              },
            };
            return edited ? changes.replace(keyOf(edited), body) : changes.add(body);
          }}
        >
          <TextInput name="name" label="Name" required data-autofocus defaultValue={edited?.metadata.name} />
          {!edited && (
            <NativeSelect
              name="scope"
              label="Scope"
              value={scope}
              onChange={(event) => setScope(event.currentTarget.value)}
              data={[
                { value: 'tenant', label: 'The tenant' },
                { value: 'project', label: 'A project' },
              ]}
            />
          )}
          <PermissionFields
            permissions={permissions}
            scope={edited?.spec.scope ?? scope}
            chosen={edited?.spec.permissions ?? []}
          />
        </FormModal>
      )}
      {open?.what === 'delete' && (
        <Confirm title="Delete role" act="Delete" close={close} run={() => changes.remove(keyOf(open.role))}>
          The role <b>{open.role.metadata.name}</b> goes away. It must not be given to anybody.
        </Confirm>
      )}
    </Page>
  );
}
