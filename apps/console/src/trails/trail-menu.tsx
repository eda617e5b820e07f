import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Trail } from '@trailbook/contract';
import { useState } from 'react';
import { messageOf } from '../api/api-failure';
import { Confirm } from '../parts/confirm';
import { RowMenu } from '../parts/row-menu';
import { useScope } from '../session/scope-context';
import { useTrailActions } from './queries';
import { ReplayDialog } from './replay-dialog';
import { TrailWizard } from './trail-wizard';

/** The three dots of a trail, with the dialogs that they open. @param gone called when the trail was deleted */
export function TrailMenu({ trail, gone }: { trail: Trail; gone?: () => void }) {
  const { permissions } = useScope();
  const actions = useTrailActions();
  const [open, setOpen] = useState<'edit' | 'replay' | 'delete'>();
  const close = () => setOpen(undefined);
  const uid = trail.metadata.uid ?? '';
  const name = trail.metadata.name ?? uid;
  const mayChange = permissions.has('trail.update');
  const run = (work: Promise<unknown>, done: string) =>
    work.then(
      () => notifications.show({ color: 'green', message: done }),
      (error: unknown) => notifications.show({ color: 'red', title: name, message: messageOf(error) }),
    );
  return (
    <>
      <RowMenu of={name}>
        {mayChange && trail.spec.cloudWatch && <Menu.Item onClick={() => setOpen('edit')}>Edit</Menu.Item>}
        {mayChange &&
          (trail.status?.state === 'paused' ? (
            <Menu.Item onClick={() => void run(actions.resume(uid), `${name} delivers again, what it missed first.`)}>
              Resume
            </Menu.Item>
          ) : (
            <Menu.Item onClick={() => void run(actions.pause(uid), `${name} is paused.`)}>Pause</Menu.Item>
          ))}
        {mayChange && (
          <Menu.Item onClick={() => void run(actions.test(uid), `A test message of ${name} was delivered.`)}>
            Test
          </Menu.Item>
        )}
        {mayChange && <Menu.Item onClick={() => setOpen('replay')}>Replay</Menu.Item>}
        {permissions.has('trail.delete') && (
          <Menu.Item color="red.9" onClick={() => setOpen('delete')}>
            Delete
          </Menu.Item>
        )}
      </RowMenu>
      {open === 'edit' && <TrailWizard trail={trail} close={close} />}
      {open === 'replay' && <ReplayDialog trail={trail} close={close} />}
      {open === 'delete' && (
        <Confirm title="Delete audit trail" act="Delete" close={close} run={() => actions.remove(uid).then(gone)}>
          The audit trail <b>{name}</b> delivers nothing any more. What has arrived stays where it is.
        </Confirm>
      )}
    </>
  );
}
