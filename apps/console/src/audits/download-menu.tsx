import { ActionIcon, Button, Group, Menu, Paper, Progress, Text } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { useDownload, formats, type Download, type Format } from './use-download';
import type { FilterState } from './use-filters';
import { counted } from './words';
import classes from './download-menu.module.css';
import head from './log-head.module.css';

/** Downloads what the list shows. @param total how many entries that is, if known */
export function DownloadMenu({ state, total }: { state: FilterState; total: number | undefined }) {
  const { download, start, cancel, dismiss } = useDownload(state);
  const running = download.state === 'running';
  const button = useRef<HTMLButtonElement>(null);
  const leaving = useRef(false);
  const leave = (how: () => void) => {
    leaving.current = true;
    how();
  };
  // The card goes, and with it the button that was pressed: the keyboard is led back to where it began, which can take it
  // only when nothing runs any more.
  useLayoutEffect(() => {
    if (download.state !== 'idle' || !leaving.current) return;
    leaving.current = false;
    button.current?.focus();
  }, [download.state]);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            disabled={running || total === 0}
            leftSection={<IconDownload size={15} aria-hidden />}
            classNames={{ root: head.action, section: head.icon }}
            ref={button}
          >
            <span className={head.word}>Download</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>What the filters show</Menu.Label>
          {(Object.keys(formats) as Format[]).map((format) => (
            <Menu.Item key={format} onClick={() => void start(format)}>
              {formats[format].label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {download.state !== 'idle' && (
        <Paper withBorder shadow="md" p="md" className={classes.card} role="status" aria-label="Download">
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{told(download, total)}</Text>
            {running ? (
              <Button size="compact-sm" variant="default" onClick={() => leave(cancel)}>
                Cancel
              </Button>
            ) : (
              <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={() => leave(dismiss)}>
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
          {running && (
            <Progress
              mt="xs"
              animated
              aria-label="Progress of the download"
              value={total ? Math.min(100, (download.lines / total) * 100) : 100}
            />
          )}
        </Paper>
      )}
    </>
  );
}

function told(download: Exclude<Download, { state: 'idle' }>, total: number | undefined): string {
  if (download.state === 'failed') return download.message;
  const size = `${(download.bytes / 1_000_000).toFixed(1)} MB`;
  if (download.state === 'done') return `Downloaded, ${size}.`;
  return `${counted.format(download.lines)}${total ? ` of ${counted.format(total)}` : ''} entries, ${size}`;
}
