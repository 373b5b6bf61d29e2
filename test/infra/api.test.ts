import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_NAMES, FUNCTIONS } from '../../infra/functions.ts';
import { type Route, ROUTES } from '../../shared/contracts/routes.ts';
import { at, type Json, list, ofType, type Resource, type Synthesised, synthesise, text, WITH_TIMESERIES } from './synthesise.ts';

const ROOT = path.join(import.meta.dirname, '../..');
let dev: Synthesised;
let local: Synthesised;

beforeAll(() => {
  dev = synthesise('dev', WITH_TIMESERIES);
  local = synthesise('local', { origin: 'http://127.0.0.1:4711' });
}, 120_000);

describe('functions', () => {
  test('[OP-01] are exactly the folders under functions/', () => {
    expect(readdirSync(path.join(ROOT, 'functions')).sort()).toEqual([...FUNCTION_NAMES].sort());
  });

  test.each(FUNCTION_NAMES)('[OP-02] %s gets exactly the names that its handler demands', (name) => {
    const given = Object.keys(
      functionOf(dev, name).properties.Environment === undefined
        ? {}
        : (at(functionOf(dev, name).properties.Environment, 'Variables') as object),
    );
    expect(given.filter((key) => !key.startsWith('POWERTOOLS_')).sort()).toEqual(namesDemanded(name));
  });

  test('[OP-10] run on Node 24, traced, with memory, time and a log group that expires', () => {
    for (const name of FUNCTION_NAMES) {
      const { properties } = functionOf(dev, name);
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
      expect([properties.MemorySize, properties.Timeout]).toEqual([FUNCTIONS[name].memoryMb, FUNCTIONS[name].timeoutSeconds]);
    }
    const groups = ofType(dev, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(FUNCTION_NAMES.length + 8);
    for (const { properties } of groups) expect([properties.RetentionInDays, properties.KmsKeyId === undefined]).toEqual([14, false]);
  });

  test('[OP-01] behind the API answer within the thirty seconds of the gateway', () => {
    const slow = [...new Set([...Object.values(ROUTES).map(({ handler }) => handler), 'serve-console' as const])].filter(
      (name) => FUNCTIONS[name].timeoutSeconds >= 30,
    );
    expect(slow).toEqual([]);
  });
});

/** Routes and the like of the API that speaks a protocol. */
function partsOf(protocol: 'HTTP' | 'WEBSOCKET', part: string): readonly Resource[] {
  const api = ofType(dev, 'AWS::ApiGatewayV2::Api').find(({ properties }) => properties.ProtocolType === protocol);
  return ofType(dev, `AWS::ApiGatewayV2::${part}`).filter(({ properties }) => at(properties.ApiId, 'Ref') === api?.id);
}

describe('the WebSocket API', () => {
  test('[ST-02] asks its authorizer at $connect, which reads the subprotocol; one function answers all routes, over the socket they came from', () => {
    const routes = new Map(partsOf('WEBSOCKET', 'Route').map((route) => [route.properties.RouteKey, route]));
    expect(
      [...routes.values()].map((route) => [route.properties.RouteKey, route.properties.AuthorizationType, handlerOf(dev, route)]),
    ).toEqual([
      ['$connect', 'CUSTOM', 'skytape-dev-handle-socket'],
      ['$disconnect', 'NONE', 'skytape-dev-handle-socket'],
      ['$default', 'NONE', 'skytape-dev-handle-socket'],
    ]);
    expect(routes.get('$default')?.properties.RouteResponseSelectionExpression).toBe('$default');
    expect(partsOf('WEBSOCKET', 'Authorizer').map(({ properties }) => properties.IdentitySource)).toEqual([
      ['route.request.header.Sec-WebSocket-Protocol'],
    ]);
  });

  test('[ST-02] is throttled, and writes neither a query nor a header to its log', () => {
    const [stage] = partsOf('WEBSOCKET', 'Stage');
    expect(at(stage?.properties, 'DefaultRouteSettings')).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
    const format = text(at(stage?.properties, 'AccessLogSettings.Format'));
    expect(Object.keys(JSON.parse(format))).toContain('connection');
    expect(format).not.toMatch(/query|header|authorizer/i);
  });

  test('[ST-02] names the role by which API Gateway writes that log, before the stage that wants it, and leaves it to others when it goes', () => {
    const [account] = ofType(dev, 'AWS::ApiGateway::Account');
    const role = ofType(dev, 'AWS::IAM::Role').find(({ id }) => id === at(account?.properties.CloudWatchRoleArn, 'Fn::GetAtt.0'));
    expect(JSON.stringify(role?.properties.AssumeRolePolicyDocument)).toContain('apigateway.amazonaws.com');
    const policy = ofType(dev, 'AWS::IAM::Policy').find(({ properties }) => at(list(properties.Roles)[0], 'Ref') === role?.id);
    expect(list(partsOf('WEBSOCKET', 'Stage')[0]?.attributes.DependsOn)).toEqual(expect.arrayContaining([account?.id, policy?.id]));
    for (const part of [account, role, policy]) expect(part?.attributes.DeletionPolicy).toBe('Retain');
  });

  test('[ST-02] both the page and the function that sends are told where it answers', () => {
    for (const name of ['serve-console', 'broadcast-market'])
      expect(at(functionOf(dev, name).properties.Environment, 'Variables.SOCKET_URL')).toEqual({
        'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.any(String), 'ApiEndpoint'] }, '/live']],
      });
  });
});

describe('the API', () => {
  test('[OP-09] has every route of the contract, with its function and its authorizer, and the console on the rest', () => {
    const routes = new Map(partsOf('HTTP', 'Route').map((route) => [route.properties.RouteKey, route]));
    expect(routes.size).toBe(Object.keys(ROUTES).length + 1);
    for (const { method, path: url, handler, access } of Object.values<Route>(ROUTES)) {
      const route = routes.get(`${method} ${url}`);
      expect([url, route?.properties.AuthorizationType, handlerOf(dev, route)]).toEqual([
        url,
        access === 'public' ? 'NONE' : 'JWT',
        `skytape-dev-${handler}`,
      ]);
    }
    const rest = routes.get('$default');
    expect([rest?.properties.AuthorizationType, handlerOf(dev, rest)]).toEqual(['NONE', 'skytape-dev-serve-console']);
  });

  test('[OP-09] is throttled and writes one line of JSON per request', () => {
    const [stage] = partsOf('HTTP', 'Stage');
    expect(at(stage?.properties, 'DefaultRouteSettings')).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
    expect(Object.keys(JSON.parse(text(at(stage?.properties, 'AccessLogSettings.Format'))))).toContain('requestId');
    expect(ofType(dev, 'AWS::ApiGatewayV2::Api')[0]?.properties.CorsConfiguration).toBeUndefined();
  });

  test("[OP-09] accepts tokens of the pool's console client only, which holds no secret and uses the code flow", () => {
    const [client] = ofType(dev, 'AWS::Cognito::UserPoolClient');
    const [authorizer] = partsOf('HTTP', 'Authorizer');
    expect(at(authorizer?.properties, 'JwtConfiguration.Audience')).toEqual([{ Ref: client?.id }]);
    expect(client?.properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
    });
    expect(list(client?.properties.WriteAttributes)).toEqual(['email']);
    expect(ofType(dev, 'AWS::Cognito::UserPoolGroup').map(({ properties }) => properties.GroupName)).toEqual([
      'viewer',
      'trader',
      'risk',
      'admin',
    ]);
    expect(ofType(dev, 'AWS::Cognito::UserPool')[0]?.properties).toMatchObject({
      MfaConfiguration: 'ON',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  test('[OP-01] sends a browser back to its own origin, and locally to sign in there too', () => {
    expect(ofType(local, 'AWS::Cognito::UserPoolClient')[0]?.properties.CallbackURLs).toEqual(['http://127.0.0.1:4711/']);
    expect(at(functionOf(local, 'serve-console').properties.Environment, 'Variables.SIGN_IN_URL')).toBe('http://127.0.0.1:4711');
    expect(JSON.stringify(at(functionOf(dev, 'serve-console').properties.Environment, 'Variables.SIGN_IN_URL'))).toContain(
      '.amazoncognito.com',
    );
  });
});

function functionOf(stage: Synthesised, name: string): Resource {
  const found = ofType(stage, 'AWS::Lambda::Function').find(({ properties }) => text(properties.FunctionName).endsWith(`-${name}`));
  if (found === undefined) throw new Error(`there is no function ${name}`);
  return found;
}

/** Route -> integration -> function, by the references of the template. */
function handlerOf(stage: Synthesised, route: Resource | undefined): Json {
  const integrationId = JSON.stringify(route?.properties.Target).match(/"Ref":"([^"]+)"/)?.[1];
  const integration = ofType(stage, 'AWS::ApiGatewayV2::Integration').find(({ id }) => id === integrationId);
  const functionId = JSON.stringify(integration?.properties.IntegrationUri).match(/"Fn::GetAtt":\["([^"]+)","Arn"\]/)?.[1];
  return ofType(stage, 'AWS::Lambda::Function').find(({ id }) => id === functionId)?.properties.FunctionName;
}

/** Keys of the object that the handler parses `process.env` with, out of its source: importing it would need the environment. */
function namesDemanded(name: string): string[] {
  const source = readFileSync(path.join(ROOT, 'functions', name, 'handler.ts'), 'utf8');
  if (!source.includes('process.env')) return [];
  const schema = source.match(/z\.object\(\{([^]*?)\}\)(?:;|\.parse\(process\.env\))/)?.[1];
  if (schema === undefined) throw new Error(`functions/${name}/handler.ts reads process.env, but not through z.object({ ... })`);
  // An optional name is for a stage of its own, like the venue that a test plays.
  const names = [...schema.matchAll(/([A-Z][A-Z_]+):([^,]*)/g)].filter(([, , type]) => !type?.includes('.optional()'));
  return names.map((match) => String(match[1])).sort();
}
