import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Where the keyboard goes on when each of the open dialogs goes. */
const waysBack: (HTMLElement | null)[] = [];

/** A modal dialog that exists only while it is open. When it goes, the keyboard goes on where the dialog was opened. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [wayBack] = useState(focusedOpener);
  useEffect(() => {
    waysBack.push(wayBack);
    return () => {
      waysBack.splice(waysBack.lastIndexOf(wayBack), 1);
      setTimeout(() => {
        if (waysBack.length === 0) goBack(wayBack);
      });
    };
  }, [wayBack]);
  return <Modal opened {...props} />;
}

/**
 * What has the focus; of an item of a menu, which is about to go, the button of the menu. A dialog that follows another
 * one leads back to where that one was opened.
 */
function focusedOpener(): HTMLElement | null {
  const before = waysBack.at(-1);
  if (before) return before;
  const focused = document.activeElement;
  const menu = focused?.closest('[role=menu]');
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused;
  return opener instanceof HTMLElement ? opener : null;
}

/** To the content where the opener is gone too, as the row of something that was deleted is. */
function goBack(opener: HTMLElement | null): void {
  const there = opener?.isConnected ? opener : document.getElementById('content');
  there?.focus({ preventScroll: true });
}
