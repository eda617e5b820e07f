import { readFileSync } from 'node:fs';
import net from 'node:net';
import { LocalFault } from '../faults';

const taken = new Set<number>();

/** The ports that the kernel gives to outgoing connections. */
function ephemeralRange(): [number, number] {
  try {
    const [low, high] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
    if (low && high) return [low, high];
  } catch {
    // not Linux
  }
  return [32768, 65535];
}

/** Whether nobody listens on 127.0.0.1:`port` now. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A port that is free and outside the range of outgoing connections: while a part is down, a client that keeps
 * connecting to a port in that range ends up connected to itself, and the part can never have its port back.
 * @throws LocalFault when none is found
 */
export async function freePort(): Promise<number> {
  const [low, high] = ephemeralRange();
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const port = 15_000 + Math.floor(Math.random() * 45_000);
    const outgoing = port >= low && port <= high;
    // A machine may give nearly all ports to outgoing connections; then any free one has to do.
    if (taken.has(port) || (outgoing && attempt < 400)) continue;
    taken.add(port);
    if (await isFree(port)) return port;
  }
  throw new LocalFault('No free port was found on 127.0.0.1.');
}
