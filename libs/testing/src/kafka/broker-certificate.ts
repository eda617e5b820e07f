import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { javaCommand, runCommand } from '@trailbook/local';

/** A broker's key with a certificate of its own for 127.0.0.1, which nobody trusts who isn't told to. */
export interface BrokerCertificate {
  /** The PKCS #12 file of both. */
  keyStore: string;
  keyStorePassword: string;
  /** The PEM file of the certificate alone. */
  certificate: string;
}

/** Makes them in a folder, by the `keytool` that comes with Java. @throws LocalFault with what that printed */
export async function brokerCertificate(folder: string): Promise<BrokerCertificate> {
  const [keyStore, certificate] = [path.join(folder, 'broker.p12'), path.join(folder, 'broker.pem')];
  const keyStorePassword = randomBytes(18).toString('base64url');
  const store = ['-keystore', keyStore, '-storetype', 'PKCS12', '-storepass', keyStorePassword, '-alias', 'broker'];
  const subject = ['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1', '-validity', '2'];
  const keytool = (...args: string[]) => runCommand(javaCommand('keytool'), args, { timeoutMs: 30_000 });
  await keytool('-genkeypair', ...store, '-keyalg', 'EC', '-groupname', 'secp256r1', ...subject);
  await keytool('-exportcert', '-rfc', ...store, '-file', certificate);
  return { keyStore, keyStorePassword, certificate };
}
