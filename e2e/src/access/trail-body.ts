import { endpoints } from '../system/running-system';

/** A trail that can be made on the stand-in of this system. */
export function trailBody(name: string) {
  const { region, accessKeyId, secretAccessKey } = endpoints().aws;
  const credentials = { accessKey: accessKeyId, secretKey: secretAccessKey, credentialType: 'secret' };
  return {
    metadata: { name },
    spec: { type: 'cloudwatch', cloudWatch: { group: `/table/${name}`, region, credentials } },
  };
}
