import { Alert, Button, Group, Stack, Stepper, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { Trail } from '@trailbook/contract';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Dialog } from '../parts/dialog';
import { Failure } from '../parts/failure';
import { useTrailActions } from './queries';
import { draftOf, emptyDraft, hasFilter, problemsOf, specOf, type TrailDraft } from './trail-draft';
import { VerificationSteps } from './verification-steps';
import { AccessFields, NameFields, TargetFields } from './wizard-fields';

const steps = ['Name and type', 'Where to', 'Access', 'Verify'];
const last = steps.length - 1;

/** Adds an audit trail, or edits one: it is verified against AWS, step by step, before it is saved. */
export function TrailWizard({ trail, close }: { trail?: Trail; close: () => void }) {
  const { verify, save } = useTrailActions();
  const uid = trail?.metadata.uid;
  const [draft, setDraft] = useState<TrailDraft>(trail ? draftOf(trail) : emptyDraft);
  const [step, setStep] = useState(0);
  const [asked, setAsked] = useState(false);
  const check = useMutation({ mutationFn: () => verify(specOf(draft), draft.name, uid) });
  const keep = useMutation({
    mutationFn: () => save(specOf(draft), draft.name, uid),
    onSuccess: () => {
      notifications.show({ color: 'green', message: `The audit trail ${draft.name} is saved and delivers.` });
      close();
    },
  });
  const problems = problemsOf(step, draft, uid !== undefined);
  const change = (changes: Partial<TrailDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const goTo = (next: number) => {
    setAsked(false);
    keep.reset();
    check.reset();
    setStep(next);
    if (next === last) check.mutate();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === last) keep.mutate();
    else if (Object.keys(problems).length > 0) setAsked(true);
    else goTo(step + 1);
  };
  /** Whoever fills the form in by keyboard goes on with the first field of the next step. */
  const fieldsOf = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (step > 0) fieldsOf.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [step]);
  const fields = { draft, change, problems: asked ? problems : {}, editing: uid !== undefined };
  return (
    <Dialog
      onClose={close}
      size="xl"
      title={trail ? `Edit ${trail.metadata.name}` : 'Add new Audit Trail'}
      closeOnClickOutside={false}
    >
      <form onSubmit={submit} noValidate>
        <Stepper active={step} size="xs" allowNextStepsSelect={false} onStepClick={goTo} mb="lg" wrap={false}>
          {steps.map((label, index) => (
            <Stepper.Step
              key={label}
              label={
                <Text span visibleFrom="xs" fz="xs">
                  {label}
                </Text>
              }
              aria-label={label}
              disabled={index > step}
            />
          ))}
        </Stepper>
        <Text hiddenFrom="xs" size="sm" c="dimmed" mb="xs">
          Step {step + 1} of {steps.length}: {steps[step]}
        </Text>
        <Stack ref={fieldsOf}>
          {step === 0 && <NameFields {...fields} />}
          {step === 1 && <TargetFields {...fields} />}
          {step === 2 && <AccessFields {...fields} />}
          {step === last && (
            <>
              <VerificationSteps running={check.isPending} verification={check.data} />
              {check.isError && <Failure title="Not verified" error={check.error} retry={() => check.mutate()} />}
              {check.data && !check.data.ok && (
                <Alert color="red" role="alert">
                  Nothing was saved. Mend what failed, then verify again.
                </Alert>
              )}
              {check.data?.ok && (
                <Alert color="green" role="status">
                  Everything works. From now on, {hasFilter(draft) ? 'the chosen events' : 'events'} of this tenant are
                  delivered to {draft.group}.
                </Alert>
              )}
              {keep.isError && <Failure title="Not saved" error={keep.error} />}
            </>
          )}
          <Group justify="space-between" mt="sm">
            <Button variant="default" onClick={step === 0 ? close : () => goTo(step - 1)}>
              {step === 0 ? 'Cancel' : 'Back'}
            </Button>
            {step === last && !check.data?.ok ? (
              <Button loading={check.isPending} onClick={() => check.mutate()}>
                Verify again
              </Button>
            ) : (
              <Button type="submit" loading={keep.isPending}>
                {step === last ? 'Confirm and save' : 'Next'}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
