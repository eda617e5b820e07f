import { Button, Menu } from '@mantine/core';
import { IconBuilding, IconCheck, IconChevronDown, IconFolder } from '@tabler/icons-react';
import type { Me } from '@trailbook/contract';
import { Link } from 'react-router';
import { scopesOf, type Scope } from '../session/scope';
import classes from './scope-switch.module.css';

/** Changes between the tenant and each of the caller's projects. */
export function ScopeSwitch({ me, scope }: { me: Me; scope: Scope | undefined }) {
  const scopes = scopesOf(me);
  if (scopes.length === 0) return null;
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          className={classes.target}
          leftSection={
            scope?.projectUid ? <IconFolder size={16} aria-hidden /> : <IconBuilding size={16} aria-hidden />
          }
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`Scope: ${scope?.name ?? 'none'}. Change it`}
        >
          {scope?.name ?? 'Choose a scope'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Scope</Menu.Label>
        {scopes.map(({ base, name, projectUid }) => (
          <Menu.Item
            key={base}
            component={Link}
            to={`${base}/audit-logs`}
            leftSection={projectUid ? <IconFolder size={16} aria-hidden /> : <IconBuilding size={16} aria-hidden />}
            rightSection={base === scope?.base && <IconCheck size={16} aria-label="chosen" />}
          >
            {projectUid ? name : `${name} (tenant)`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
