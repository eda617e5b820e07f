import net from 'node:net';
import { freePort, isFree } from './ports';

describe('ports', () => {
  it('are free, and never given twice', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    expect(new Set(ports).size).toBe(20);
    expect(await Promise.all(ports.map((port) => isFree(port)))).not.toContain(false);
  });

  it('are not free while somebody listens', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    expect(await isFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isFree(port)).toBe(true);
  });
});
