import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** The six calls that a tenant's identity permits. No other is ever made with it; `client.ts` refuses the rest. */
export const permittedCommands = [
  DescribeLogGroupsCommand,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
] as const;

/** Actions for the policy that a tenant attaches, in the order of the product's documentation. */
export const permittedActions = permittedCommands.map(
  (command) => `logs:${command.name.replace(/Command$/, '')}` as const,
);

export const permittedCommandNames: ReadonlySet<string> = new Set(permittedCommands.map((command) => command.name));
