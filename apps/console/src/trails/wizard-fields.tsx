import { Autocomplete, NativeSelect, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { AwsHelp } from './aws-help';
import { EventFields } from './event-fields';
import type { Problems, TrailDraft } from './trail-draft';

interface Props {
  draft: TrailDraft;
  change: (changes: Partial<TrailDraft>) => void;
  problems: Problems;
  editing: boolean;
}

/** The most used regions; any other can be typed. */
const regions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
  'us-gov-east-1',
  'us-gov-west-1',
];

export function NameFields({ draft, change, problems }: Props) {
  return (
    <>
      <TextInput
        label="Audit name"
        required
        maxLength={64}
        data-autofocus
        value={draft.name}
        error={problems.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NativeSelect label="Type" data={[{ value: 'cloudwatch', label: 'AWS CloudWatch' }]} />
      <EventFields draft={draft} change={change} />
    </>
  );
}

export function TargetFields({ draft, change, problems }: Props) {
  return (
    <>
      <TextInput
        label="Group"
        required
        description="The log group in CloudWatch. It is made if it does not exist."
        value={draft.group}
        error={problems.group}
        onChange={(event) => change({ group: event.currentTarget.value })}
      />
      <Autocomplete
        label="Region"
        required
        data={regions}
        value={draft.region}
        error={problems.region}
        onChange={(region) => change({ region })}
      />
      <TextInput
        label="Stream"
        description="Optional. Empty: one named after the trail."
        value={draft.stream}
        onChange={(event) => change({ stream: event.currentTarget.value })}
      />
    </>
  );
}

export function AccessFields({ draft, change, problems, editing }: Props) {
  const { method } = draft;
  return (
    <>
      <Stack gap={4}>
        <Text size="sm" fw={600} id="method">
          Method of verification
        </Text>
        <SegmentedControl
          aria-labelledby="method"
          value={method}
          onChange={(value) => change({ method: value })}
          data={[
            { value: 'secret', label: 'Credentials' },
            { value: 'sts', label: 'STS' },
          ]}
        />
      </Stack>
      {method === 'secret' ? (
        <>
          <TextInput
            label="Access key"
            required
            autoComplete="off"
            value={draft.accessKey}
            error={problems.accessKey}
            onChange={(event) => change({ accessKey: event.currentTarget.value })}
          />
          <PasswordInput
            label="Secret key"
            required={!editing}
            autoComplete="off"
            description={editing ? 'Empty: as it is saved' : 'Stored encrypted, never shown again'}
            value={draft.secretKey}
            error={problems.secretKey}
            onChange={(event) => change({ secretKey: event.currentTarget.value })}
          />
        </>
      ) : (
        <TextInput
          label="Role ARN"
          required
          placeholder="arn:aws:iam::123456789012:role/trailbook"
          value={draft.roleArn}
          error={problems.roleArn}
          onChange={(event) => change({ roleArn: event.currentTarget.value, externalId: '' })}
        />
      )}
      <AwsHelp draft={draft} />
    </>
  );
}
