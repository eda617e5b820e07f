import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Me } from '@trailbook/contract';
import { useEffect, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import type { Scope } from '../session/scope';
import { Logo } from './logo';
import { placesOf } from './navigation';
import { ScopeSwitch } from './scope-switch';
import { UserMenu } from './user-menu';
import classes from './shell.module.css';

/** The frame of every page behind the sign-in. */
export function Shell({ me, scope, children }: { me: Me; scope: Scope | undefined; children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={0}
    >
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
          <Link to="/" className={classes.brand} aria-label="Trailbook, first page">
            <Logo />
            <Text fw={700} visibleFrom="sm">
              Trailbook
            </Text>
          </Link>
          <ScopeSwitch me={me} scope={scope} />
          <div className={classes.space} />
          <UserMenu me={me} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" className={classes.navbar} aria-label="Pages">
        {scope &&
          placesOf(scope).map((group) => (
            <div key={group.label} className={classes.group}>
              <Text size="xs" fw={600} c="dimmed" px="sm" mb={4}>
                {group.label}
              </Text>
              {group.places.map(({ path, label, icon: Icon }) => {
                const to = `${scope.base}/${path}`;
                const active = pathname === to || pathname.startsWith(`${to}/`);
                return (
                  <NavLink
                    key={path}
                    component={Link}
                    to={to}
                    label={label}
                    active={active}
                    aria-current={active ? 'page' : undefined}
                    leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                    className={classes.link}
                  />
                );
              })}
            </div>
          ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
