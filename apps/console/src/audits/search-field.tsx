import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** Typed text is searched for when typing stops for so long, in milliseconds. */
const pauseMs = 80;

/** The most that the API takes. */
const longest = 256;

interface Props {
  value: string;
  change: (text: string) => void;
  className?: string;
}

export function SearchField({ value, change, className }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const later = useDebouncedCallback(change, pauseMs);
  const set = (next: string) => {
    setText(next);
    later(next);
  };
  return (
    <TextInput
      size="xs"
      type="search"
      className={className}
      maxLength={longest}
      aria-label="Search in resource, message and note"
      placeholder="Resource, message or note"
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={text && <CloseButton size="xs" aria-label="Clear the search" onClick={() => set('')} />}
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
