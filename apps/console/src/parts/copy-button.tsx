import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface Props {
  text: () => string;
  label: string;
  /** The text is about to change: it cannot be copied yet. */
  stale?: boolean;
}

/** Copies a text, and says that it did. */
export function CopyButton({ text, label, stale }: Props) {
  const clipboard = useClipboard({ timeout: 1_500 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <Button
      size="compact-sm"
      fz="xs"
      variant="subtle"
      style={{ flex: 'none' }}
      leftSection={<Icon size={14} aria-hidden />}
      disabled={stale}
      onClick={() => clipboard.copy(text())}
    >
      <span aria-live="polite">{clipboard.copied ? 'Copied' : label}</span>
    </Button>
  );
}
