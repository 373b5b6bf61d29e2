import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { acknowledgeWildcardResource } from './acknowledge.ts';

type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'DescribeTable';

/** The bucket of uploads, bars and results, as the stacks that use it see it. */
export interface Lake {
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
}

/** One statement, its actions written out. `because` says why resources end in `*`, where they do. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly because?: string;
}

export function allow(actions: readonly string[], ...resources: readonly string[]): Permission {
  return { actions, resources };
}

export function onTable(table: Pick<ITableV2, 'tableArn'>, ...actions: readonly TableAction[]): Permission {
  return allow(
    actions.map((action) => `dynamodb:${action}`),
    table.tableArn,
  );
}

/** Queries of one index of a table. */
export function onIndex(table: Pick<ITableV2, 'tableArn'>, index: string): Permission {
  return allow(['dynamodb:Query'], `${table.tableArn}/index/${index}`);
}

/** Objects of the lake under the given prefixes. */
export function onObjects(lake: Lake, action: 'Get' | 'Put' | 'Delete', ...prefixes: readonly string[]): Permission {
  return {
    actions: [`s3:${action}Object`],
    resources: prefixes.map((prefix) => `${lake.arn}/${prefix}/*`),
    because: 'Object keys hold tenant and id, known only at run time; the prefix is the narrowest name there is.',
  };
}

/** Lets S3 answer "no such key" instead of "access denied", and lists the objects of a run. See docs/decisions/0022-who-may-list-the-lake.md. */
export function listObjects(lake: Lake): Permission {
  return allow(['s3:ListBucket'], lake.arn);
}

/** The key of the lake: reading needs Decrypt, writing a data key (and Decrypt for uploads in parts). */
export function onLakeKey(lake: Lake, use: 'read' | 'write'): Permission {
  return allow(use === 'read' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'], lake.keyArn);
}

/** X-Ray takes segments for the account as a whole. */
export const TRACING: Permission = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
  because: 'X-Ray has no resources: its actions can only be allowed on all.',
};

/** Lambda makes the network interfaces of a function in a network with the role of the function. */
export const IN_NETWORK: Permission = {
  actions: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: ['*'],
  because: 'Interfaces have no name before Lambda makes them, and describing them has no resource.',
};

/** Adds the statements to the role, and acknowledges on it each resource that has to end in `*`. */
export function grant(role: Role, permissions: readonly Permission[]): void {
  for (const { actions, resources, because } of permissions) {
    role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    if (because !== undefined) for (const resource of resources) acknowledgeWildcardResource(role, resource, because);
  }
}
