import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination, WebSocketApi, WebSocketRoute, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data.ts';
import type { StreamsStack } from '../stacks/streams.ts';
import { acknowledgePublicRoute, acknowledgeQueueMapping } from './acknowledge.ts';
import { alarmOn, type Platform, PlatformFunction, retainedLogs } from './function.ts';
import { GatewayLogging } from './gateway-logging.ts';
import type { SignIn } from './identity.ts';
import { FAILURE_PREFIX, READ_STREAM } from '../stacks/streams.ts';
import { allow, listObjects, onLakeKey, onObjects, onTable } from './permissions.ts';

interface MarketSocketProps {
  readonly data: DataStack;
  readonly streams: StreamsStack;
  readonly platform: Platform;
  readonly identity: SignIn;
}

/** The path that the WebSocket API answers under. */
const STAGE = 'live';
/** Refused connects within five minutes that are no longer somebody's forgotten tab. */
const MANY_REFUSALS = 100;
/** What is older than a minute is no longer told; it can be read over HTTP. */
const MAX_AGE = Duration.minutes(1);
/** No query and no header: the token came in one. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  event: '$context.eventType',
  connection: '$context.connectionId',
  status: '$context.status',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

/** The WebSocket API: who connects, what they listen to, and the function that tells them of the market. */
export class MarketSocket extends Construct {
  /** Where clients connect, and what the sending function calls. */
  readonly url: string;
  readonly #props: MarketSocketProps;
  readonly #api: WebSocketApi;

  constructor(scope: Construct, id: string, props: MarketSocketProps) {
    super(scope, id);
    this.#props = props;
    this.#api = new WebSocketApi(this, 'Api', {
      apiName: `skytape-${props.platform.stage.name}-live`,
      description: 'Skytape, live',
      routeSelectionExpression: '$request.body.action',
    });
    this.url = `${this.#api.apiEndpoint}/${STAGE}`;
    this.#stage();
    this.#routes();
    this.#broadcast();
  }

  #stage(): void {
    const { platform } = this.#props;
    const { stage } = platform;
    const logs = retainedLogs(this, 'AccessLogs', `/aws/vendedlogs/apigateway/skytape-${stage.name}-live`, platform);
    const live = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.#api,
      stageName: STAGE,
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: stage.throttleRate, burstLimit: stage.throttleBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)) },
    });
    live.node.addDependency(new GatewayLogging(this, 'Logging'));
  }

  /** The authorizer runs at `$connect` only; what follows comes over the connection that it let in. */
  #routes(): void {
    const { data, platform, identity } = this.#props;
    const { sockets } = data.tables;
    const authorize = new PlatformFunction(this, 'AuthorizeSocket', {
      name: 'authorize-socket',
      platform,
      environment: { TOKEN_ISSUER: identity.issuer, CLIENT_ID: identity.clientId },
      permissions: [],
      alarmingErrors: MANY_REFUSALS,
    });
    const handle = new PlatformFunction(this, 'HandleSocket', {
      name: 'handle-socket',
      platform,
      environment: { SOCKETS_TABLE: sockets.tableName, TIMEFRAMES: platform.stage.timeframes },
      permissions: [onTable(sockets, 'PutItem', 'UpdateItem', 'DeleteItem', 'Query')],
    });
    const authorizer = new WebSocketLambdaAuthorizer('Tokens', authorize.function, {
      identitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    });
    const integration = new WebSocketLambdaIntegration('handle-socket', handle.function);
    new WebSocketRoute(this, 'Connect', { webSocketApi: this.#api, routeKey: '$connect', integration, authorizer });
    for (const [routeKey, returnResponse] of [
      ['$disconnect', false],
      ['$default', true],
    ] as const) {
      const route = new WebSocketRoute(this, routeKey.slice(1), { webSocketApi: this.#api, routeKey, integration, returnResponse });
      acknowledgePublicRoute(
        route,
        'A WebSocket API asks its authorizer at $connect only; messages come over a connection that it let in.',
      );
    }
  }

  #broadcast(): void {
    const { data, streams, platform } = this.#props;
    const { sockets } = data.tables;
    const { account, region, partition } = Stack.of(this);
    const connections = `arn:${partition}:execute-api:${region}:${account}:${this.#api.apiId}/${STAGE}`;
    const manage = (method: string) => ({
      actions: ['execute-api:ManageConnections'],
      resources: [`${connections}/${method}/@connections/*`],
      because: 'The id of a connection is known only at run time.',
    });
    const { function: target, role } = new PlatformFunction(this, 'BroadcastMarket', {
      name: 'broadcast-market',
      platform,
      environment: { SOCKETS_TABLE: sockets.tableName, SOCKET_URL: this.url },
      permissions: [
        onTable(sockets, 'Query', 'DeleteItem'),
        allow(READ_STREAM, streams.market.streamArn),
        allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], streams.announcements.queueArn),
        onObjects(data.lake, 'Put', FAILURE_PREFIX),
        listObjects(data.lake),
        onLakeKey(data.lake, 'write'),
        manage('POST'),
        manage('DELETE'),
      ],
    });
    const fromStream = new EventSourceMapping(this, 'MarketToBroadcast', {
      target,
      eventSourceArn: streams.market.streamArn,
      startingPosition: StartingPosition.LATEST,
      batchSize: 1000,
      retryAttempts: 1,
      maxRecordAge: MAX_AGE,
      onFailure: { bind: () => ({ destination: data.lake.arn }) },
    });
    const fromQueue = new EventSourceMapping(this, 'AnnouncementsToBroadcast', {
      target,
      eventSourceArn: streams.announcements.queueArn,
      batchSize: 10,
    });
    acknowledgeQueueMapping(fromQueue);
    for (const mapping of [fromStream, fromQueue]) mapping.node.addDependency(role);
    alarmOn(this, 'BroadcastBehind', platform, {
      metric: target.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: Duration.seconds(10).toMilliseconds(),
      description: 'broadcast-market is ten seconds or more behind the market stream (milliseconds).',
    });
  }
}
