import { partition } from '@aws-sdk/core/client';

/** The SDK names the partition `aws` for whatever it doesn't know, so its pattern for that one stands here once more. */
export const commercialRegions = /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/;

const hostLabel = /^[a-z0-9-]{1,40}$/;

/** The partition whose pattern of the AWS SDK the region matches (new regions do), or undefined: no host is made of it. */
export function partitionOfRegion(region: string): string | undefined {
  if (!hostLabel.test(region) || region.endsWith('-global')) return undefined;
  const { name } = partition(region);
  return name === 'aws' && !commercialRegions.test(region) ? undefined : name;
}
