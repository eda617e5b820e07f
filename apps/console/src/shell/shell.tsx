import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Me } from '@trailbook/contract';
import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
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
  const content = useRef<HTMLElement>(null);
  const groups = scope ? placesOf(scope) : [];
  const addressOf = (path: string) => `${scope?.base}/${path}`;
  const here = groups.flatMap(({ places }) => places).find(({ path }) => isWithin(pathname, addressOf(path)));
  useEffect(close, [pathname, close]);
  useFocusOnChange(content, scope && here && addressOf(here.path));
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !opened, desktop: groups.length === 0 } }}
      padding={0}
    >
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          {groups.length > 0 && (
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Navigation"
              aria-expanded={opened}
            />
          )}
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
        {groups.map((group) => (
          <div key={group.label} className={classes.group}>
            <Text size="xs" fw={600} c="dimmed" px="sm" mb={4}>
              {group.label}
            </Text>
            {group.places.map(({ path, label, icon: Icon }) => (
              <NavLink
                key={path}
                component={Link}
                to={addressOf(path)}
                label={label}
                active={path === here?.path}
                aria-current={path === here?.path ? 'page' : undefined}
                leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                className={classes.link}
              />
            ))}
          </div>
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" ref={content} tabIndex={-1} className={classes.main}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

const isWithin = (pathname: string, address: string): boolean =>
  pathname === address || pathname.startsWith(`${address}/`);

/**
 * Leads the keyboard, and who listens to a screen reader, to the content when another page is shown; not at first. It is
 * there in the moment in which the page is: the next key is meant for what is seen.
 */
function useFocusOnChange(content: RefObject<HTMLElement | null>, page: string | undefined): void {
  const before = useRef(page);
  useLayoutEffect(() => {
    if (page !== undefined && before.current !== undefined && page !== before.current) content.current?.focus();
    before.current = page;
  }, [content, page]);
}
