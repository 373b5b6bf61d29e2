import { join } from 'node:path';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { Containers } from './containers/containers.ts';
import { readServices } from './containers/services.ts';
import { whenInstrumentsAreActive } from './containers/wanted.ts';
import { startFeed } from './feed.ts';
import { Gateway } from './gateway/gateway.ts';
import { readRoutes } from './gateway/routes.ts';
import { readSocketRoutes } from './gateway/socket-api.ts';
import { SocketGateway } from './gateway/socket-gateway.ts';
import { SOCKET_LIMITS, type SocketLimits } from './gateway/socket-limits.ts';
import { readUserPool } from './issuer/from-template.ts';
import { Issuer } from './issuer/issuer.ts';
import { loadKeys } from './issuer/keys.ts';
import type { Endpoints } from './lambda/environment.ts';
import { assetFolders, Functions } from './lambda/functions.ts';
import { LogFile } from './lambda/log-file.ts';
import { Machines } from './machines/machines.ts';
import { Checkpoints } from './mappings/checkpoints.ts';
import { FailureDestinations } from './mappings/failure-destination.ts';
import { QueueMapping } from './mappings/queue-mapping.ts';
import { parseMapping } from './mappings/settings.ts';
import { StreamMapping } from './mappings/stream-mapping.ts';
import { Objects } from './objects/objects.ts';
import { Queues } from './queues/queues.ts';
import { Rules } from './schedules/rules.ts';
import type { Services } from './services.ts';
import { kinesisClient } from './streams/streams.ts';
import { ofType } from './template/check.ts';
import type { Resource, Stack } from './template/template.ts';

export interface WireOptions {
  readonly stacks: readonly Stack[];
  readonly resources: readonly Resource[];
  readonly directory: string;
  readonly endpoints: Endpoints;
  readonly url: string;
  readonly account: string;
  readonly socketLimits: Partial<SocketLimits>;
  /** A line for the person at the keyboard. */
  readonly tell: (line: string) => void;
}

/** What answers at the gateway's address. */
export interface FrontDoor {
  readonly gateway: Gateway;
  readonly issuer: Issuer | undefined;
  readonly sockets: SocketGateway | undefined;
}

export interface Wired {
  readonly services: Services;
  readonly door: FrontDoor;
  /** Starts what works by itself. Returns how many interrupted executions run again. */
  start(options: { feed: boolean; containers: boolean }): number;
  token(groups?: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

type Mapping = StreamMapping | QueueMapping;

/** Builds everything that the templates ask for; nothing runs by itself before `start`. */
export async function wire({ stacks, resources, directory, endpoints, url, account, tell, socketLimits }: WireOptions): Promise<Wired> {
  const logs = join(directory, 'logs');
  const objects = new Objects(join(directory, 'objects'), ofType(resources, 'AWS::S3::Bucket'));
  const queues = new Queues(join(directory, 'queues'), ofType(resources, 'AWS::SQS::Queue'));
  const functions = new Functions(ofType(resources, 'AWS::Lambda::Function'), assetFolders(stacks), endpoints, logs);
  const functionByArn = functions.byArn.bind(functions);
  const alarms = new LogFile(join(logs, 'alarms.log'));
  const machines = new Machines(join(directory, 'executions'), ofType(resources, 'AWS::StepFunctions::StateMachine'), {
    functionByArn,
    publish: (message) => alarms.write(`${new Date().toISOString()} ${message}\n`),
  });
  const client = kinesisClient(endpoints.streams, endpoints.region);
  const destinations = new FailureDestinations(queues, endpoints);
  const log = new LogFile(join(logs, 'cloud.log'));
  const mappings = createMappings({ resources, functions, queues, destinations, client, region: endpoints.region, log, directory });
  const rules = new Rules(ofType(resources, 'AWS::Events::Rule'), { functionByArn, log: (line) => log.write(line) });
  const keys = await loadKeys(join(directory, 'issuer.json'));
  const issuer = createIssuer(resources, url, keys);
  const gateway = createGateway(resources, { functionByArn, keys, account, logs, issuer: url });
  const sockets = createSockets(resources, {
    functionByArn,
    account,
    region: endpoints.region,
    limits: { ...SOCKET_LIMITS, ...socketLimits },
    access: new LogFile(join(logs, 'access-live.log')),
  });
  const containers = new Containers({
    services: readServices(resources, assetFolders(stacks), { endpoints, shell: process.env }),
    logs,
    wanted: whenInstrumentsAreActive(endpoints),
    tell,
  });
  let stopFeed: (() => Promise<void>) | undefined;
  return {
    services: { json: { AmazonSQS: queues, AWSStepFunctions: machines }, objects },
    door: { gateway, issuer, sockets },
    start: ({ feed, containers: isCollecting }) => {
      if (isCollecting) containers.start();
      for (const mapping of mappings) mapping.start();
      rules.start();
      const stream = ofType(resources, 'AWS::Kinesis::Stream')[0];
      if (feed && stream !== undefined) stopFeed = startFeed({ client, stream: stream.ref, directory, log: (line) => log.write(line) });
      return machines.resume();
    },
    token: async (groups) => {
      const application = issuer?.settings.clients[0];
      if (issuer === undefined || application === undefined) throw new Error('the app has no user pool client to make a token for');
      return (await issuer.tokens(application, groups === undefined ? {} : { groups })).id_token;
    },
    stop: async () => {
      rules.stop();
      machines.halt();
      sockets?.stop();
      // Together: a mapping ends when the invocation that it waits for does.
      await Promise.all([containers.stop(), stopFeed?.(), ...mappings.map((mapping) => mapping.stop()), functions.stop()]);
      destinations.stop();
      client.destroy();
    },
  };
}

interface MappingWorld {
  readonly resources: readonly Resource[];
  readonly functions: Functions;
  readonly queues: Queues;
  readonly destinations: FailureDestinations;
  readonly client: KinesisClient;
  readonly region: string;
  readonly log: LogFile;
  readonly directory: string;
}

function createMappings({ resources, functions, queues, destinations, client, region, log, directory }: MappingWorld): Mapping[] {
  const enabled = ofType(resources, 'AWS::Lambda::EventSourceMapping').filter((resource) => resource.properties['Enabled'] !== false);
  return enabled.map((resource) => {
    const settings = parseMapping(resource);
    const pool = functions.byArn(findFunctionArn(resources, settings.functionArn));
    const queue = queues.byArn(settings.sourceArn);
    if (queue !== undefined) return new QueueMapping(settings, { pool, queue, deadLetters: queues.deadLettersOf(queue), region });
    const checkpoints = new Checkpoints(join(directory, 'checkpoints'), settings.id);
    return new StreamMapping(
      { ...settings, functionArn: pool.settings.functionArn },
      { client, pool, checkpoints, destinations, log, region },
    );
  });
}

/** A mapping may name its function by ARN or by name. */
function findFunctionArn(resources: readonly Resource[], nameOrArn: string): string {
  return ofType(resources, 'AWS::Lambda::Function').find((resource) => resource.ref === nameOrArn)?.attributes['Arn'] ?? nameOrArn;
}

function createIssuer(resources: readonly Resource[], url: string, keys: Awaited<ReturnType<typeof loadKeys>>): Issuer | undefined {
  const { clients, groups } = readUserPool(resources);
  return clients.length === 0 ? undefined : new Issuer({ issuer: url, clients, groups, keys });
}

interface GatewayWorld {
  readonly functionByArn: Functions['byArn'];
  readonly keys: Awaited<ReturnType<typeof loadKeys>>;
  readonly account: string;
  readonly logs: string;
  /** The one issuer whose tokens can be checked here. */
  readonly issuer: string;
}

/** One HTTP API answers at one address; its stage is `$default`, which has no path of its own. */
function createGateway(resources: readonly Resource[], world: GatewayWorld): Gateway {
  const [api, ...others] = apisOf(resources, 'HTTP');
  const stage = ofType(resources, 'AWS::ApiGatewayV2::Stage').find((candidate) => candidate.properties['ApiId'] === api?.ref);
  if (api === undefined || others.length > 0) throw new Error('the app must have exactly one API of protocol HTTP');
  if (stage?.ref !== '$default') throw new Error(`${api.stack}/${api.id}: its stage must be $default, not ${stage?.ref ?? 'missing'}`);
  const routes = readRoutes(resources, api.ref);
  const foreign = routes.find((route) => route.authorizer !== undefined && route.authorizer.issuer !== world.issuer);
  if (foreign !== undefined)
    throw new Error(`route ${foreign.key}: tokens of ${foreign.authorizer?.issuer} cannot be checked here; those of ${world.issuer} can`);
  for (const route of routes) world.functionByArn(route.functionArn);
  const access = new LogFile(join(world.logs, 'access.log'));
  return new Gateway({
    api,
    stage,
    routes,
    functionByArn: world.functionByArn,
    keys: world.keys,
    account: world.account,
    logAccess: (line) => access.write(line),
  });
}

interface SocketWorld {
  readonly functionByArn: Functions['byArn'];
  readonly account: string;
  readonly region: string;
  readonly limits: SocketLimits;
  readonly access: LogFile;
}

/** The WebSocket API, if the app has one; it answers beside the HTTP API, under the name of its stage. */
function createSockets(resources: readonly Resource[], { access, ...world }: SocketWorld): SocketGateway | undefined {
  const [api, ...others] = apisOf(resources, 'WEBSOCKET');
  if (api === undefined) return undefined;
  const stage = ofType(resources, 'AWS::ApiGatewayV2::Stage').find((candidate) => candidate.properties['ApiId'] === api.ref);
  if (stage === undefined || others.length > 0) throw new Error(`${api.stack}/${api.id}: one WebSocket API with one stage runs here`);
  const routes = readSocketRoutes(resources, api);
  for (const route of routes) world.functionByArn(route.functionArn);
  return new SocketGateway({ ...world, api, stage, routes, logAccess: (line) => access.write(line) });
}

function apisOf(resources: readonly Resource[], protocol: string): Resource[] {
  return ofType(resources, 'AWS::ApiGatewayV2::Api').filter(({ properties }) => properties['ProtocolType'] === protocol);
}
