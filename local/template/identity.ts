import { createHash } from 'node:crypto';

/** Where the embedded cloud answers; known before anything is created, so that every `Ref` is a pure function. */
export interface Surroundings {
  readonly account: string;
  readonly region: string;
  /** Origin of the gateway, like http://127.0.0.1:4600. */
  readonly origin: string;
  /** Origin of SQS, S3 and Step Functions. */
  readonly services: string;
}

export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Unnamed {
  readonly type: string;
  readonly stack: string;
  readonly id: string;
  /** A property of the resource as text, undefined where the template leaves it out. */
  readonly text: (property: string) => string | undefined;
}

type Identify = (resource: Unnamed, world: Surroundings) => Identity;

const IDENTITIES: Readonly<Record<string, Identify>> = {
  'AWS::DynamoDB::GlobalTable': (r, w) => named(nameOf(r, 'TableName'), `dynamodb:${w.region}:${w.account}:table/`),
  'AWS::S3::Bucket': (r) => bucket(nameOf(r, 'BucketName').toLowerCase()),
  'AWS::Kinesis::Stream': (r, w) => named(nameOf(r, 'Name'), `kinesis:${w.region}:${w.account}:stream/`),
  'AWS::SQS::Queue': (r, w) => {
    const name = nameOf(r, 'QueueName', r.text('FifoQueue') === 'true' ? '.fifo' : '');
    const url = `${w.services}/${w.account}/${name}`;
    return { ref: url, attributes: { Arn: `arn:aws:sqs:${w.region}:${w.account}:${name}`, QueueName: name, QueueUrl: url } };
  },
  'AWS::Lambda::Function': (r, w) => named(nameOf(r, 'FunctionName'), `lambda:${w.region}:${w.account}:function:`),
  'AWS::Lambda::EventSourceMapping': (r) => ({ ref: digest(r), attributes: { Id: digest(r) } }),
  'AWS::StepFunctions::StateMachine': (r, w) => {
    const name = nameOf(r, 'StateMachineName');
    const arn = `arn:aws:states:${w.region}:${w.account}:stateMachine:${name}`;
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
  'AWS::ApiGatewayV2::Api': (r, w) => ({
    ref: digest(r).slice(0, 10),
    attributes: {
      ApiEndpoint: r.text('ProtocolType') === 'WEBSOCKET' ? w.origin.replace(/^http/, 'ws') : w.origin,
      ApiId: digest(r).slice(0, 10),
    },
  }),
  'AWS::ApiGatewayV2::Authorizer': (r) => ({ ref: digest(r).slice(0, 6), attributes: { AuthorizerId: digest(r).slice(0, 6) } }),
  'AWS::ApiGatewayV2::Stage': (r) => ({ ref: nameOf(r, 'StageName'), attributes: {} }),
  'AWS::Logs::LogGroup': (r, w) => {
    const name = nameOf(r, 'LogGroupName');
    return { ref: name, attributes: { Arn: `arn:aws:logs:${w.region}:${w.account}:log-group:${name}:*` } };
  },
  'AWS::Events::Rule': (r, w) => named(nameOf(r, 'Name'), `events:${w.region}:${w.account}:rule/`),
  'AWS::IAM::Role': (r, w) => named(nameOf(r, 'RoleName'), `iam::${w.account}:role/`),
  'AWS::KMS::Key': (r, w) => named(digest(r), `kms:${w.region}:${w.account}:key/`),
  'AWS::CloudWatch::Alarm': (r, w) => named(nameOf(r, 'AlarmName'), `cloudwatch:${w.region}:${w.account}:alarm:`),
  'AWS::SNS::Topic': (r, w) => {
    const name = nameOf(r, 'TopicName');
    const arn = `arn:aws:sns:${w.region}:${w.account}:${name}`;
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  'AWS::SSM::Parameter': (r) => ({ ref: nameOf(r, 'Name'), attributes: { Value: r.text('Value') ?? '' } }),
  'AWS::EC2::SecurityGroup': (r) => ({ ref: digest(r), attributes: { GroupId: digest(r) } }),
  'AWS::ECS::Service': (r) => ({ ref: nameOf(r, 'ServiceName'), attributes: { Name: nameOf(r, 'ServiceName') } }),
  'AWS::Cognito::UserPool': (r, w) => {
    const pool = `${w.region}_${digest(r).slice(0, 9)}`;
    // The gateway is the issuer here, so the provider is its origin instead of Cognito's.
    const provider = { ProviderName: w.origin.replace(/^https?:\/\//, ''), ProviderURL: w.origin };
    return {
      ref: pool,
      attributes: { Arn: `arn:aws:cognito-idp:${w.region}:${w.account}:userpool/${pool}`, UserPoolId: pool, ...provider },
    };
  },
  'AWS::Cognito::UserPoolClient': (r) => ({ ref: digest(r).slice(0, 26), attributes: { ClientId: digest(r).slice(0, 26) } }),
  'AWS::Cognito::UserPoolDomain': (r) => ({ ref: r.text('Domain') ?? digest(r), attributes: {} }),
};

/** What `Ref` and `Fn::GetAtt` give for a resource. A type without a rule has its logical id as `Ref` and no attributes. */
export function identify(resource: Unnamed, world: Surroundings): Identity {
  return IDENTITIES[resource.type]?.(resource, world) ?? { ref: `${resource.stack}-${resource.id}`, attributes: {} };
}

function nameOf(resource: Unnamed, property: string, suffix = ''): string {
  return resource.text(property) ?? `${resource.stack}-${resource.id}${suffix}`;
}

function named(name: string, path: string): Identity {
  return { ref: name, attributes: { Arn: `arn:aws:${path}${name}` } };
}

function bucket(name: string): Identity {
  return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` } };
}

/** A stable id for what AWS would give a random one. */
function digest(resource: Unnamed): string {
  return createHash('sha256').update(`${resource.stack}/${resource.id}`).digest('hex').slice(0, 32);
}
