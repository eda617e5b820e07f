import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A modal dialog that exists only while it is open. When it goes, the keyboard goes on where the dialog was opened. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [opener] = useState(focusedOpener);
  useEffect(
    () => () => {
      setTimeout(() => opener?.focus({ preventScroll: true }));
    },
    [opener],
  );
  return <Modal opened {...props} />;
}

/** What has the focus; of an item of a menu, which is about to go, the button of the menu. */
function focusedOpener(): HTMLElement | null {
  const focused = document.activeElement;
  const menu = focused?.closest('[role=menu]');
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused;
  return opener instanceof HTMLElement ? opener : null;
}
