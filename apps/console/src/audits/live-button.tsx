import { Button, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { LiveTail } from './use-live-tail';
import classes from './log-head.module.css';

const looks = {
  off: { word: 'Live tail', told: 'Show entries as they arrive' },
  on: { word: 'Live', told: 'Pause' },
  paused: { word: 'Paused', told: 'Go on from where it was paused: nothing is missed' },
} as const;

/** Starts the live tail, pauses it, and goes on. */
export function LiveButton({ tail }: { tail: LiveTail }) {
  const on = tail.state === 'on';
  const Icon = on ? IconPlayerPause : IconPlayerPlay;
  const { word, told } = looks[tail.state];
  return (
    <Tooltip label={told}>
      <Button
        size="xs"
        variant={tail.state === 'off' ? 'default' : 'light'}
        aria-pressed={on}
        onClick={tail.toggle}
        leftSection={<Icon size={15} aria-hidden />}
        classNames={{ root: classes.action, section: classes.icon }}
      >
        {on && <span className={classes.pulse} aria-hidden />}
        <span className={classes.word}>{word}</span>
      </Button>
    </Tooltip>
  );
}
