import { Button, JsonInput, Menu, Text, TextInput } from '@mantine/core';
import { IconPlus, IconServer2 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ColumnDef } from '@tanstack/react-table';
import type { ClusterProfile } from '@trailbook/contract';
import { useMemo, useState } from 'react';
import { send } from '../api/call';
import { useCollection } from '../api/collection';
import { Confirm } from '../parts/confirm';
import { DataTable } from '../parts/data-table';
import { Empty } from '../parts/empty';
import { FormModal, type FormFields } from '../parts/form-modal';
import { Found, Page } from '../parts/page';
import { RowMenu } from '../parts/row-menu';
import { Ago } from '../parts/time';
import { useScope } from '../session/scope-context';
import { profileBody } from './profile-body';
import { UpdateNoteDialog } from './update-note-dialog';

const path = '/v1/clusterprofiles';
const keyOf = ({ metadata }: ClusterProfile): string => metadata.uid ?? '';
type Open = { what: 'add' } | { what: 'edit' | 'delete'; profile: ClusterProfile };

/** A resource whose changes ask for an update note, so that the log tells not only what changed but why. */
export function ClusterProfilesPage() {
  const { permissions, projectUid } = useScope();
  const query = useCollection<ClusterProfile>(path);
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [saved, setSaved] = useState<{ auditUid: string; name: string }>();
  const close = () => setOpen(undefined);
  /** @returns the uid of the change's own entry in the log, where a note on it is asked for */
  const change = async (method: 'POST' | 'PUT' | 'DELETE', uid?: string, body?: unknown) => {
    const address = uid === undefined ? path : `${path}/${encodeURIComponent(uid)}`;
    const answer = await send(address, { method, body, projectUid });
    await queries.invalidateQueries({ queryKey: ['collection', projectUid, path] });
    return answer.headers.get('AuditNote') === 'asked-for' ? answer.headers.get('AuditUid') : null;
  };
  const edited = open?.what === 'edit' ? open.profile : undefined;
  const save = async (fields: FormFields) => {
    const body = profileBody(fields.text('name'), fields.text('description'), fields.text('spec'));
    const auditUid = await (edited ? change('PUT', keyOf(edited), body) : change('POST', undefined, body));
    if (auditUid) setSaved({ auditUid, name: body.metadata.name });
  };
  const columns = useMemo<ColumnDef<ClusterProfile>[]>(
    () => [
      {
        header: 'Name',
        accessorFn: ({ metadata }) => metadata.name,
        cell: ({ row: { original } }) => (
          <>
            <Text size="sm" fw={500}>
              {original.metadata.name}
            </Text>
            <Text size="xs" c="dimmed">
              {original.metadata.description}
            </Text>
          </>
        ),
      },
      {
        header: 'Changed',
        accessorFn: ({ metadata }) => metadata.lastModifiedTimestamp,
        cell: ({ row: { original } }) =>
          original.metadata.lastModifiedTimestamp && <Ago value={original.metadata.lastModifiedTimestamp} />,
      },
      {
        id: 'menu',
        header: '',
        enableSorting: false,
        cell: ({ row: { original: profile } }) => (
          <RowMenu of={profile.metadata.name}>
            {permissions.has('clusterprofile.update') && (
              <Menu.Item onClick={() => setOpen({ what: 'edit', profile })}>Edit</Menu.Item>
            )}
            {permissions.has('clusterprofile.delete') && (
              <Menu.Item color="red.9" onClick={() => setOpen({ what: 'delete', profile })}>
                Delete
              </Menu.Item>
            )}
          </RowMenu>
        ),
      },
    ],
    [permissions],
  );
  const add = permissions.has('clusterprofile.create') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
      Add cluster profile
    </Button>
  );
  return (
    <Page
      title="Cluster Profiles"
      about={projectUid ? 'The profiles of this project.' : 'The profiles of the tenant itself.'}
      actions={add}
    >
      <Found query={query}>
        {(profiles) =>
          profiles.length === 0 ? (
            <Empty icon={IconServer2} title="No cluster profile yet">
              A profile describes what runs on a cluster. Each change of one is an entry of the log.
            </Empty>
          ) : (
            <DataTable label="Cluster profiles" rows={profiles} columns={columns} keyOf={keyOf} />
          )
        }
      </Found>
      {(open?.what === 'add' || edited) && (
        <FormModal
          title={edited ? `Edit ${edited.metadata.name}` : 'Add cluster profile'}
          act="Save"
          size="lg"
          close={close}
          save={save}
        >
          <TextInput name="name" label="Name" required data-autofocus defaultValue={edited?.metadata.name} />
          <TextInput name="description" label="Description" defaultValue={edited?.metadata.description} />
          <JsonInput
            name="spec"
            label="Spec"
            description="Any JSON object"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            autosize
            minRows={8}
            maxRows={20}
            formatOnBlur
            required
            defaultValue={JSON.stringify(edited?.spec ?? { version: '1.0.0' }, null, 2)}
          />
        </FormModal>
      )}
      {saved && <UpdateNoteDialog auditUid={saved.auditUid} name={saved.name} close={() => setSaved(undefined)} />}
      {open?.what === 'delete' && (
        <Confirm
          title="Delete cluster profile"
          act="Delete"
          close={close}
          run={() => change('DELETE', keyOf(open.profile))}
        >
          The cluster profile <b>{open.profile.metadata.name}</b> goes away; its history stays in the log.
        </Confirm>
      )}
    </Page>
  );
}
