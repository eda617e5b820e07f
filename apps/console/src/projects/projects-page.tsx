import { Anchor, Button, Menu, TextInput } from '@mantine/core';
import { IconFolders, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ColumnDef } from '@tanstack/react-table';
import type { Project } from '@trailbook/contract';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useChanges, useCollection, useTenantPath } from '../api/collection';
import { Confirm } from '../parts/confirm';
import { DataTable } from '../parts/data-table';
import { Empty } from '../parts/empty';
import { FormModal } from '../parts/form-modal';
import { Found, Page } from '../parts/page';
import { RowMenu } from '../parts/row-menu';
import { Ago } from '../parts/time';
import { useScope } from '../session/scope-context';

type Open = { what: 'add' } | { what: 'edit' | 'delete'; project: Project };

export function ProjectsPage() {
  const { permissions } = useScope();
  const path = useTenantPath('projects');
  const query = useCollection<Project>(path);
  const changes = useChanges(path);
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const columns = useMemo<ColumnDef<Project>[]>(
    () => [
      {
        header: 'Name',
        accessorFn: ({ metadata }) => metadata.name,
        cell: ({ row: { original } }) => (
          <Anchor component={Link} to={`/project/${original.metadata.uid}/audit-logs`} size="sm" fw={500}>
            {original.metadata.name}
          </Anchor>
        ),
      },
      { header: 'Uid', accessorFn: ({ metadata }) => metadata.uid },
      {
        header: 'Created',
        accessorFn: ({ metadata }) => metadata.creationTimestamp,
        cell: ({ row: { original } }) =>
          original.metadata.creationTimestamp && <Ago value={original.metadata.creationTimestamp} />,
      },
      {
        id: 'menu',
        header: '',
        enableSorting: false,
        cell: ({ row: { original: project } }) => (
          <RowMenu of={project.metadata.name ?? ''}>
            {permissions.has('project.update') && (
              <Menu.Item onClick={() => setOpen({ what: 'edit', project })}>Rename</Menu.Item>
            )}
            {permissions.has('project.delete') && (
              <Menu.Item color="red.9" onClick={() => setOpen({ what: 'delete', project })}>
                Delete
              </Menu.Item>
            )}
          </RowMenu>
        ),
      },
    ],
    [permissions],
  );
  const add = permissions.has('project.create') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
      Add project
    </Button>
  );
  // The scopes to switch between are the caller's projects.
  const reloadMe = () => queries.invalidateQueries({ queryKey: ['me'] });
  return (
    <Page title="Projects" about="Each project has a log of its own, for its members." actions={add}>
      <Found query={query}>
        {(projects) =>
          projects.length === 0 ? (
            <Empty icon={IconFolders} title="No project yet">
              Add one, then give its members a role in it.
            </Empty>
          ) : (
            <DataTable label="Projects" rows={projects} columns={columns} keyOf={keyOf} />
          )
        }
      </Found>
      {open && open.what !== 'delete' && (
        <FormModal
          title={open.what === 'add' ? 'Add project' : 'Rename project'}
          act="Save"
          close={close}
          save={async (fields) => {
            const body = { metadata: { name: fields.text('name') } };
            await (open.what === 'add' ? changes.add(body) : changes.replace(keyOf(open.project), body));
            await reloadMe();
          }}
        >
          <TextInput
            name="name"
            label="Name"
            required
            data-autofocus
            defaultValue={open.what === 'edit' ? open.project.metadata.name : ''}
          />
        </FormModal>
      )}
      {open?.what === 'delete' && (
        <Confirm
          title="Delete project"
          act="Delete"
          close={close}
          run={() => changes.remove(keyOf(open.project)).then(reloadMe)}
        >
          The project <b>{open.project.metadata.name}</b> and all roles in it go away. Its entries stay in the
          tenant&apos;s log.
        </Confirm>
      )}
    </Page>
  );
}

const keyOf = ({ metadata }: Project): string => metadata.uid ?? '';
