import net from 'node:net';

const metadataKey = 3;
const metadataVersion = 1;
const correlationId = 7;

/** A Metadata request for no topic at all: 4 bytes of length, then the header and an empty list. */
function request(): Buffer {
  const body = Buffer.alloc(2 + 2 + 4 + 2 + 4);
  body.writeInt16BE(metadataKey, 0);
  body.writeInt16BE(metadataVersion, 2);
  body.writeInt32BE(correlationId, 4);
  body.writeInt16BE(-1, 8); // no client id
  body.writeInt32BE(0, 10); // no topics
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length, 0);
  return Buffer.concat([length, body]);
}

/**
 * Asks a broker which brokers there are. An open port is not enough: a broker that is still fenced answers with none.
 * @throws Error when it does not answer within a second, or knows no broker that serves
 */
export function probeBroker(port: number, host = '127.0.0.1'): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host });
    const fail = (why: string) => {
      socket.destroy();
      reject(new Error(why));
    };
    socket.setTimeout(1000, () => fail('no answer'));
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('the connection was closed'));
    socket.on('connect', () => socket.write(request()));
    let answer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length < 12) return;
      if (answer.readInt32BE(8) < 1) return fail('no broker serves yet');
      resolve();
      socket.destroy();
    });
  });
}
