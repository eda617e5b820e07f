import { PasswordInput, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { AuthenticateResponse, Me, OwnPasswordChange } from '@trailbook/contract';
import { ApiFailure } from '../api/api-failure';
import { call } from '../api/call';
import { FormModal, type FormFields } from '../parts/form-modal';
import { session } from './session';
import { meKey } from './use-me';

/** Bounds of the API. */
const length = { minLength: 8, maxLength: 256 };

/** Sets a new password for whoever is signed in and knows the present one. His other sessions end, this one goes on. */
export function PasswordDialog({ me, close }: { me: Me; close: () => void }) {
  const queries = useQueryClient();
  const save = async (fields: FormFields) => {
    const [currentPassword, password] = [fields.secret('current'), fields.secret('next')];
    if (password !== fields.secret('again')) {
      throw new ApiFailure(400, { code: 'InvalidRequest', message: 'The new password was typed in two ways.' });
    }
    const body: OwnPasswordChange = { currentPassword, password };
    const { Authorization } = await call<AuthenticateResponse>('/v1/me/password', { method: 'PUT', body }).catch(
      inWords,
    );
    // Known already, so that the page stays while the session goes on with another token.
    queries.setQueryData(meKey(Authorization), me);
    session.begin(Authorization);
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
