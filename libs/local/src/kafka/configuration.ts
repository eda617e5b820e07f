/** What a broker's files are made from. */
export interface BrokerSettings {
  /** Where it keeps its logs. */
  folder: string;
  port: number;
  controllerPort: number;
}

/** `server.properties` of one node that is broker and controller, for clients on this machine. */
export function serverProperties({ folder, port, controllerPort }: BrokerSettings): string {
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
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
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
