import { Loader, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { Verification, VerificationStep } from '@trailbook/contract';
import classes from './trails.module.css';

const labels: Record<string, string> = {
  region: 'The region exists',
  identity: 'AWS knows the identity',
  logGroup: 'The log group is there',
  logStream: 'A test stream can be made',
  testEvent: 'A test event is taken',
  cleanup: 'The test stream is deleted again',
};

const looks = {
  ok: { icon: IconCheck, color: 'green.9', told: 'passed' },
  warning: { icon: IconAlertTriangle, color: 'yellow.9', told: 'passed with a warning' },
  failed: { icon: IconX, color: 'red.9', told: 'failed' },
  skipped: { icon: IconMinus, color: 'gray.7', told: 'skipped' },
} as const;

/** Each step of a verification with its outcome; while it runs, those that are to come. */
export function VerificationSteps(props: { running: boolean; verification: Verification | undefined }) {
  const steps: (VerificationStep | { name: string; status?: undefined })[] =
    props.verification?.steps ?? Object.keys(labels).map((name) => ({ name }));
  return (
    <ol className={classes.steps} aria-label="Verification" aria-busy={props.running}>
      {steps.map((step) => {
        const look = step.status && looks[step.status];
        return (
          <li key={step.name} data-step={step.name} data-status={step.status ?? 'waiting'}>
            {look ? (
              <ThemeIcon size={24} radius="xl" color={look.color} aria-hidden>
                <look.icon size={15} />
              </ThemeIcon>
            ) : (
              <Loader size={22} type={props.running ? 'oval' : 'dots'} color="gray" aria-hidden />
            )}
            <div>
              <Text size="sm" fw={500}>
                {labels[step.name] ?? step.name}
                {look && <span className={classes.hidden}> {look.told}</span>}
              </Text>
              {step.status && step.status !== 'skipped' && (
                <Text size="xs" c="dimmed" className={classes.message}>
                  {step.message}
                  {step.advice && <b> {step.advice}</b>}
                </Text>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
