import { createServer } from 'node:http';
import { join } from 'node:path';
import { answerIssuer } from './issuer/endpoints.ts';
import type { SocketLimits } from './gateway/socket-limits.ts';
import type { Endpoints } from './lambda/environment.ts';
import { lockHome } from './lock.ts';
import { close, LOOPBACK, listen, namesLoopback } from './loopback.ts';
import { type Progress, synthesisePlatform } from './platform.ts';
import { createServices, type Services } from './services.ts';
import { startStreams } from './streams/streams.ts';
import { startTables } from './tables/tables.ts';
import { checkUnderstood, ofType } from './template/check.ts';
import { resolveStacks } from './template/resolve.ts';
import type { Resource, Stack } from './template/template.ts';
import { type FrontDoor, wire } from './wire.ts';

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';

export interface CloudOptions {
  /** Port of the gateway; 0 takes a free one. */
  readonly port: number;
  /** State is kept in `cloud/` below it. */
  readonly home: string;
  /** Whether the synthetic market is put to the stream `market`. */
  readonly feed?: boolean;
  /** Whether the containers of the app run, as soon as they have something to do. */
  readonly containers?: boolean;
  readonly progress?: Progress;
  /** Limits of WebSockets where they are to differ from API Gateway's. */
  readonly socketLimits?: Partial<SocketLimits>;
  /** The app to run; the platform itself when absent. `directory` is free for its use. */
  readonly synthesise?: (origin: string, directory: string, progress: Progress) => Promise<readonly Stack[]>;
}

export interface Cloud {
  /** Origin of the gateway. */
  readonly url: string;
  readonly endpoints: Endpoints;
  readonly resources: readonly Resource[];
  /** Folder with a log for each function. */
  readonly logs: string;
  /** An identity token of the owner, or of someone in fewer groups. Throws where the app has no user pool client. */
  token(groups?: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Runs a CDK app on this machine: synthesises it, checks that every resource is understood, and wires what the templates say. Throws `Refusal` for what the
 * person at the keyboard can put right, an error that names the resource for what the templates say and this cloud cannot do. On any error nothing is left running.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const {
    port,
    home,
    feed = false,
    containers = false,
    progress = () => undefined,
    socketLimits = {},
    synthesise = synthesisePlatform,
  } = options;
  await using undo = new AsyncDisposableStack();
  const directory = join(home, 'cloud');
  undo.defer(lockHome(directory));
  const front = openFrontDoor();
  const url = `http://${LOOPBACK}:${await listen(front.server, port)}`;
  undo.defer(() => close(front.server));
  const backstage: { services: Services | undefined } = { services: undefined };
  const serviceServer = createServices(() => backstage.services);
  const servicesUrl = `http://${LOOPBACK}:${await listen(serviceServer)}`;
  undo.defer(() => close(serviceServer));
  const tables = await startTables(join(directory, 'tables'));
  undo.defer(() => tables.stop());
  const streams = await startStreams(join(directory, 'streams'));
  undo.defer(() => streams.stop());
  progress('opened tables and streams');
  const stacks = await synthesise(url, join(directory, 'app'), progress);
  const resources = resolveStacks(stacks, { account: ACCOUNT, region: REGION, origin: url, services: servicesUrl });
  checkUnderstood(resources);
  await tables.create(ofType(resources, 'AWS::DynamoDB::GlobalTable'), REGION);
  await streams.create(ofType(resources, 'AWS::Kinesis::Stream'), REGION);
  const endpoints: Endpoints = { region: REGION, tables: tables.url, streams: streams.url, services: servicesUrl };
  const wired = await wire({ stacks, resources, directory, endpoints, url, account: ACCOUNT, socketLimits, tell: progress });
  undo.defer(() => wired.stop());
  backstage.services = wired.services;
  front.door = wired.door;
  const resumed = wired.start({ feed, containers });
  progress(`wired ${resources.length} resources${resumed === 0 ? '' : `; ${resumed} interrupted executions run again`}`);
  const standing = undo.move();
  return {
    url,
    endpoints,
    resources,
    logs: join(directory, 'logs'),
    token: (groups) => wired.token(groups),
    stop: () => standing.disposeAsync(),
  };
}

/** The gateway's server, listening before the app is synthesised, because the app wants to know its address. */
function openFrontDoor(): { server: ReturnType<typeof createServer>; door: FrontDoor | undefined } {
  const front: { server: ReturnType<typeof createServer>; door: FrontDoor | undefined } = {
    door: undefined,
    server: createServer({ maxHeaderSize: 32 * 1024 }, (request, response) => {
      const { door } = front;
      if (door === undefined || !namesLoopback(request)) {
        const [status, message] = door === undefined ? [503, 'Service Unavailable'] : [403, 'Forbidden'];
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
        return;
      }
      void answer(door, request, response);
    }),
  };
  front.server.on('upgrade', (request, stream, head: Buffer) => {
    const { door } = front;
    if (door?.sockets === undefined || !namesLoopback(request)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    door.sockets.upgrade(request, stream, head).catch((error: unknown) => {
      stream.destroy();
      console.error(error);
    });
  });
  return front;
}

async function answer(
  { gateway, issuer, sockets }: FrontDoor,
  ...[request, response]: Parameters<FrontDoor['gateway']['handle']>
): Promise<void> {
  try {
    if ((await sockets?.manage(request, response)) === true) return;
    if (issuer === undefined || !(await answerIssuer(issuer, request, response))) await gateway.handle(request, response);
  } catch (error) {
    if (!response.headersSent && !response.destroyed)
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message: 'Internal Server Error' }));
    else response.destroy();
    if (!request.destroyed) console.error(error);
  }
}
