import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from './refusal.ts';

export const LOOPBACK = '127.0.0.1';

/** Listens on loopback only; port 0 takes a free one. Returns the port. Throws `Refusal` when the port is taken. */
export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new Refusal(`port ${port} is in use or not allowed; give another with --port`) : error);
    });
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Closes a server and the connections that clients keep alive. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) =>
    server.close((error) => (error === undefined || error === null ? resolve() : reject(error))),
  );
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 300).unref();
  await closed;
}

/** Whether a request names this machine: a page elsewhere that points its own host name at 127.0.0.1 does not. */
export function namesLoopback(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Lets only programs of this machine through to an emulator: no foreign host name, no web page. */
export function guard(server: Server): Server {
  const handlers = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!namesLoopback(request) || request.headers.origin !== undefined) {
      response.writeHead(403).end();
      return;
    }
    for (const handle of handlers) handle.call(server, request, response);
  });
  return server;
}
