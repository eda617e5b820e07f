import { SimpleGrid, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Trail } from '@trailbook/contract';
import { ApiFailure } from '../api/api-failure';
import { FormModal } from '../parts/form-modal';
import { useTrailActions } from './queries';

/** Delivers the entries of a range again. */
export function ReplayDialog({ trail, close }: { trail: Trail; close: () => void }) {
  const actions = useTrailActions();
  const { uid = '', name = uid } = trail.metadata;
  return (
    <FormModal
      title={`Replay to ${name}`}
      act="Replay"
      close={close}
      save={async (fields) => {
        const [start, end] = [fields.text('start'), fields.text('end')];
        if (!start || !end || start > end) {
          throw new ApiFailure(400, { code: 'InvalidRequest', message: 'Choose a start, and an end after it.' });
        }
        await actions.replay(uid, { startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() });
        notifications.show({ color: 'green', message: `The range is delivered to ${name} again.` });
      }}
    >
      <Text size="sm" c="dimmed">
        Entries of this time are delivered once more. Copies have the same uid, so that they can be told.
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput type="datetime-local" name="start" label="Start date" required />
        <TextInput type="datetime-local" name="end" label="End date" required />
      </SimpleGrid>
    </FormModal>
  );
}
