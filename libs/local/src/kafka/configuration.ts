/** A second listener, with TLS, of clients that log in: by PLAIN or by SCRAM-SHA-512. */
export interface SecuredListener {
  port: number;
  /** A PKCS #12 file with the broker's key and certificate. */
  keyStore: string;
  keyStorePassword: string;
  username: string;
  password: string;
}

/** What a broker's files are made from. */
export interface BrokerSettings {
  /** Where it keeps its logs. */
  folder: string;
  port: number;
  controllerPort: number;
  secured?: SecuredListener;
}

/** `server.properties` of one node that is broker and controller, for clients on this machine. */
export function serverProperties({ folder, port, controllerPort, secured }: BrokerSettings): string {
  const listeners = [`PLAINTEXT://127.0.0.1:${port}`, `CONTROLLER://127.0.0.1:${controllerPort}`];
  if (secured) listeners.push(`SECURED://127.0.0.1:${secured.port}`);
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: listeners.join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL',
    'log.dirs': folder,
    'auto.create.topics.enable': false,
    // One node: what Kafka keeps three times elsewhere it keeps once here, in few partitions.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // After kill -9 the controller refuses the new broker until the old one's session is over: nine seconds by default.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    // A new group would otherwise wait three seconds for more members.
    'group.initial.rebalance.delay.ms': 0,
    ...(secured && securedSettings(secured)),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Users of SCRAM aren't here: they are part of the log, from when it is formatted. */
function securedSettings({ keyStore, keyStorePassword, username, password }: SecuredListener) {
  const modules = 'org.apache.kafka.common.security';
  return {
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': keyStore,
    'ssl.keystore.password': keyStorePassword,
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    'listener.name.secured.plain.sasl.jaas.config': `${modules}.plain.PlainLoginModule required user_${username}="${password}";`,
    'listener.name.secured.scram-sha-512.sasl.jaas.config': `${modules}.scram.ScramLoginModule required;`,
  };
}
