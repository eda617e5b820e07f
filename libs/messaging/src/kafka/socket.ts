import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const keepAliveMs = 60_000;
const chunkBytes = 64 * 1024;

/**
 * A socket to a broker, as kafkajs makes its own, but that without TLS whatever arrives is read into the same memory again:
 * a `data` event's chunk holds only until the listener returns.
 */
export const brokerSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...ssl }, onConnect)
    : plainSocket(host, port, onConnect);
  return socket.setKeepAlive(true, keepAliveMs);
};

function plainSocket(host: string, port: number, onConnect: () => void): Socket {
  const socket: Socket = connect(
    {
      host,
      port,
      onread: {
        buffer: Buffer.allocUnsafeSlow(chunkBytes),
        callback: (bytes, chunk) => {
          socket.emit('data', Buffer.from(chunk.buffer, chunk.byteOffset, bytes));
          return true;
        },
      },
    },
    onConnect,
  );
  return socket;
}
