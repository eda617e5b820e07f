import type { Socket } from 'node:net';
import Connection from 'kafkajs/src/network/connection';
import { ResponseAssembler } from './response-assembler';
import { responseMemory } from './response-memory';

const correlationIdBytes = 4;
const assemblers = new WeakMap<Socket, ResponseAssembler>();

/**
 * Makes kafkajs put responses together in memory that can be used again. It collects the chunks of a socket itself, joins
 * the first with nothing, and all of them once more at the end.
 */
export function installResponseAssembler(): void {
  Connection.prototype.processData = function add(chunk) {
    // A login that expects nothing takes what comes as it comes.
    if (this.authHandlers && !this.authExpectResponse) return this.authHandlers.onSuccess(Buffer.from(chunk));
    try {
      assemblerOf(this).add(chunk);
    } catch (error) {
      this.socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

function assemblerOf(connection: Connection): ResponseAssembler {
  let assembler = assemblers.get(connection.socket);
  if (!assembler) {
    const allocate = (bytes: number) => responseMemory.allocate(bytes);
    assembler = new ResponseAssembler(allocate, (response) => deliver(connection, response));
    assemblers.set(connection.socket, assembler);
  }
  return assembler;
}

function deliver({ authHandlers, requestQueue }: Connection, response: Buffer): void {
  if (authHandlers) {
    const size = Buffer.alloc(4);
    size.writeInt32BE(response.length);
    authHandlers.onSuccess(Buffer.concat([size, response]));
    return;
  }
  const correlationId = response.readInt32BE(0);
  requestQueue.fulfillRequest({ size: response.length, correlationId, payload: response.subarray(correlationIdBytes) });
}
