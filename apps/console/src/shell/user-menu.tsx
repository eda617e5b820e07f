import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { Me } from '@trailbook/contract';
import { IconCheck, IconKey, IconLock, IconLogout } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { call } from '../api/call';
import { endSessionAddress } from '../session/issuer-sign-out';
import { session } from '../session/session';
import classes from './user-menu.module.css';

const PasswordDialog = lazy(async () => ({ default: (await import('../session/account-dialogs')).PasswordDialog }));

const SessionsDialog = lazy(async () => ({ default: (await import('../session/account-dialogs')).SessionsDialog }));

const appearances: Record<MantineColorScheme, string> = { light: 'Light', dark: 'Dark', auto: 'As the system' };

/** Who is signed in, how the pages look, and the way out. */
export function UserMenu({ me }: { me: Me }) {
  const queries = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [open, setOpen] = useState<'password' | 'sessions'>();
  const signOut = async () => {
    const issuer = session.issuer();
    const elsewhere = issuer === null ? undefined : await endSessionAddress(issuer);
    // A session that cannot be ended there is over all the same within half a day.
    await call('/v1/me/logout', { method: 'POST' }).catch(() => undefined);
    session.end('signed-out');
    queries.clear();
    if (elsewhere !== undefined) window.location.assign(elsewhere);
  };
  return (
    <>
      <Menu
        position="bottom-end"
        width={260}
        checkIcon={<IconCheck size={16} aria-hidden />}
        classNames={{ itemIndicator: classes.indicator }}
      >
        <Menu.Target>
          <UnstyledButton aria-label={`Account of ${me.metadata.name}`}>
            <Avatar name={me.metadata.name} color="trail" variant="filled" radius="xl" size={34} alt="" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Text component="div" px="sm" pt="xs" fw={600}>
            {me.metadata.name}
          </Text>
          <Text component="div" px="sm" size="sm" c="dimmed">
            {me.spec.emailId}
          </Text>
          <Text component="div" px="sm" pb="xs" size="sm" c="dimmed">
            {me.spec.tenant.name}
          </Text>
          <Menu.Divider />
          <Menu.Label>Appearance</Menu.Label>
          <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
            {Object.entries(appearances).map(([value, label]) => (
              <Menu.RadioItem key={value} value={value}>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          {session.issuer() === null && (
            <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={() => setOpen('password')}>
              Change password
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setOpen('sessions')}>
            My sessions
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {open === 'password' && <PasswordDialog close={() => setOpen(undefined)} />}
        {open === 'sessions' && <SessionsDialog close={() => setOpen(undefined)} />}
      </Suspense>
    </>
  );
}
