import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { apiFunctions } from '../constructs/api-functions.ts';
import { alarmOn, type Platform, retainedLogs } from '../constructs/function.ts';
import { addRoutes } from '../constructs/http-routes.ts';
import { MarketSocket } from '../constructs/market-socket.ts';
import { signIn } from '../constructs/identity.ts';
import type { DataStack } from './data.ts';
import type { HistoryStack } from './history.ts';
import type { ResearchStack } from './research.ts';
import type { SchedulesStack } from './schedules.ts';
import type { StreamsStack } from './streams.ts';

export interface ApiStackProps extends StackProps {
  readonly data: DataStack;
  readonly streams: StreamsStack;
  readonly research: ResearchStack;
  readonly history: HistoryStack;
  readonly schedules: SchedulesStack;
  readonly platform: Platform;
}

/** One line of JSON per request; the gateway fills in the names after `$`. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

/** The HTTP API with its functions and sign-in, and the console on the same origin. */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { data, streams, research, history, schedules, platform, ...props }: ApiStackProps) {
    super(scope, id, props);
    this.addStackDependency(data);
    const { stage } = platform;
    this.api = new HttpApi(this, 'Http', { apiName: `skytape-${stage.name}`, description: 'Skytape', createDefaultStage: false });
    this.#stage(platform);
    const origin = stage.origin ?? this.api.apiEndpoint;
    const identity = signIn(this, stage, origin);
    const socket = new MarketSocket(this, 'Socket', { data, streams, platform, identity });
    const functions = apiFunctions(this, { data, streams, research, history, schedules, platform, identity, socketUrl: socket.url });
    addRoutes(this.api, functions, identity.authorizer);
    alarmOn(this, 'ServerErrors', platform, {
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      description: 'The API answered five or more requests with a 5xx within five minutes.',
    });
    new CfnOutput(this, 'Origin', { value: origin, description: 'Where the console and the API answer' });
    new CfnOutput(this, 'SocketUrl', { value: socket.url, description: 'Where the WebSocket API answers' });
    new CfnOutput(this, 'SignInUrl', { value: identity.signInUrl, description: 'Where people sign in' });
    new CfnOutput(this, 'ClientId', { value: identity.clientId, description: 'Audience of the tokens' });
    new CfnOutput(this, 'UserPoolId', { value: identity.userPoolId, description: 'Where users are made' });
    new CfnOutput(this, 'LakeBucket', { value: data.lake.name, description: 'Uploads, bars and results' });
  }

  #stage(platform: Platform): void {
    const { stage } = platform;
    const logs = retainedLogs(this, 'AccessLogs', `/aws/vendedlogs/apigateway/skytape-${stage.name}`, platform);
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: stage.throttleRate, burstLimit: stage.throttleBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)) },
    });
  }
}
