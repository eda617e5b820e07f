import { findChromium, freePort } from '@trailbook/local';
import { setUp } from '../system/global-setup';
import { issuerSettings } from './issuer';
import { controlVariable, knownKey, knownRole, startStrictStandIn, type StrictStandIn } from './strict-stand-in';
import { browserVariable } from './visitor';

/** Kept for the tear-down, which Jest runs in the same process but loads apart. */
export const heldStandIn = globalThis as { trailbookStandIn?: StrictStandIn };

/** The whole system with the strict stand-in for AWS, and a browser to look at it with. */
export default async function browserSetup(): Promise<void> {
  process.env[browserVariable] = JSON.stringify(findChromium());
  const aws = await startStrictStandIn();
  heldStandIn.trailbookStandIn = aws;
  process.env[controlVariable] = aws.control;
  await setUp({
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: knownKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: knownKey.secretAccessKey,
    AWS_REGION: 'us-east-1',
    TRAILBOOK_AWS_ROLE_ARN: knownRole,
    ...issuerSettings(await freePort()),
  });
}
