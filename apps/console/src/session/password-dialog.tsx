import { PasswordInput, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { AuthenticateResponse, OwnPasswordChange } from '@trailbook/contract';
import { ApiFailure } from '../api/api-failure';
import { call } from '../api/call';
import { FormModal, type FormFields } from '../parts/form-modal';

/** Bounds of the API. */
const length = { minLength: 8, maxLength: 256 };

/** Sets a new password for whoever is signed in and knows the present one. His other sessions end, this one goes on. */
export function PasswordDialog({ close }: { close: () => void }) {
  const save = async (fields: FormFields) => {
    const [currentPassword, password] = [fields.secret('current'), fields.secret('next')];
    if (password !== fields.secret('again')) {
      throw new ApiFailure(400, { code: 'InvalidRequest', message: 'The new password was typed in two ways.' });
    }
    const body: OwnPasswordChange = { currentPassword, password };
    await call<AuthenticateResponse>('/v1/me/password', { method: 'PUT', body }).catch(inWords);
    notifications.show({ color: 'green', message: 'Your password is changed.' });
  };
  return (
    <FormModal title="Change password" act="Change" save={save} close={close}>
      <Text size="sm" c="dimmed">
        You stay signed in here; everywhere else you sign in again. API keys go on.
      </Text>
      <PasswordInput name="current" label="Present password" autoComplete="current-password" required data-autofocus />
      <PasswordInput
        name="next"
        label="New password"
        description="At least 8 characters"
        autoComplete="new-password"
        required
        {...length}
      />
      <PasswordInput name="again" label="New password, once more" autoComplete="new-password" required />
    </FormModal>
  );
}

function inWords(error: unknown): never {
  const wrong = error instanceof ApiFailure && error.body.details?.field === 'currentPassword';
  if (!wrong) throw error;
  throw new ApiFailure(error.status, { ...error.body, message: 'That is not your present password.' });
}
