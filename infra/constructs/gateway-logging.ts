import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { type CfnPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeInlinePolicy } from './acknowledge.ts';
import { grant } from './permissions.ts';

/** What API Gateway wants to be allowed before it writes a log: those of AWS's own policy for it. */
const LOG_ACTIONS = [
  'CreateLogGroup',
  'CreateLogStream',
  'DescribeLogGroups',
  'DescribeLogStreams',
  'FilterLogEvents',
  'GetLogEvents',
  'PutLogEvents',
];

/**
 * By what API Gateway writes the access logs of WebSocket APIs: a role that the account names for the region, without which it refuses the stage. It stays when the stack
 * goes, because whatever else logs there does it by the role that was named last. API Gateway Developer Guide, "Set up CloudWatch logging".
 */
export class GatewayLogging extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      description: 'API Gateway writes access logs.',
    });
    grant(role, [
      {
        actions: LOG_ACTIONS.map((action) => `logs:${action}`),
        resources: ['*'],
        because: 'The role is that of all APIs of the account in the region; API Gateway refuses one that may write to some groups only.',
      },
    ]);
    acknowledgeInlinePolicy(role);
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const policy = role.node.findChild('DefaultPolicy');
    (policy.node.defaultChild as CfnPolicy).applyRemovalPolicy(RemovalPolicy.RETAIN);
    const account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    account.node.addDependency(policy);
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
