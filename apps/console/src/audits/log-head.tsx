import { ActionIcon, Text, Title, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { memo } from 'react';
import { useCan } from '../session/scope-context';
import { DownloadMenu } from './download-menu';
import { LiveButton } from './live-button';
import type { FilterState } from './use-filters';
import type { LiveTail } from './use-live-tail';
import { counted } from './words';
import classes from './log-head.module.css';

interface Props {
  state: FilterState;
  tail: LiveTail;
  total: number | undefined;
  /** False where counting stopped early. */
  exact: boolean;
}

/** The page's name, how many entries there are, and what can be done with all of them. */
export const LogHead = memo(function LogHead({ state, tail, total, exact }: Props) {
  const mayDownload = useCan('audit.export');
  return (
    <div className={classes.head}>
      <Title order={1} size="h3">
        Audit Logs
      </Title>
      <Text size="sm" c="dimmed" role="status" data-testid="total">
        {total === undefined
          ? ''
          : `${exact ? '' : 'more than '}${counted.format(total)} ${total === 1 ? 'entry' : 'entries'}`}
      </Text>
      <div className={classes.space} />
      {tail.problem && (
        <Text size="xs" c="red" role="alert">
          {tail.problem}
        </Text>
      )}
      {state.filters.endTime === undefined && <LiveButton tail={tail} />}
      <Tooltip label="Load the newest entries">
        <ActionIcon variant="default" size={30} aria-label="Refresh" onClick={state.refresh}>
          <IconRefresh size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {mayDownload && <DownloadMenu state={state} total={exact ? total : undefined} />}
    </div>
  );
});
