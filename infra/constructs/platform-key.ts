import { Aws, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { removalOf } from './removal.ts';
import type { Stage } from '../stages.ts';

/** What the account may do with the key, decided further by each role's own policy; written out instead of `kms:*`. */
const ACCOUNT_ACTIONS = [
  'CancelKeyDeletion',
  'CreateAlias',
  'CreateGrant',
  'Decrypt',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListAliases',
  'ListGrants',
  'ListKeyPolicies',
  'ListResourceTags',
  'ListRetirableGrants',
  'PutKeyPolicy',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
  'RevokeGrant',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
];
const SERVICE_USE = ['kms:Decrypt', 'kms:GenerateDataKey'];
const LOGS_USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/**
 * The one key of a stage, rotated yearly: the lake, its access logs, all log groups and the alarms. A key policy's `*` is the key itself.
 * CloudWatch encrypts what it sends to the topic of alarms, S3 the access logs that it delivers.
 */
export function platformKey(scope: Construct, id: string, stage: Stage): Key {
  const { region, account, partition } = Stack.of(scope);
  return new Key(scope, id, {
    description: `Skytape ${stage.name}: lake, logs and alarms`,
    enableKeyRotation: true,
    removalPolicy: removalOf(stage),
    policy: new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new AccountRootPrincipal()],
          actions: ACCOUNT_ACTIONS.map((action) => `kms:${action}`),
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'LogGroupsOfThisAccount',
          principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
          actions: LOGS_USE,
          resources: ['*'],
          conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` } },
        }),
        new PolicyStatement({
          sid: 'AlarmsOfThisAccount',
          principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
          actions: SERVICE_USE,
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': account } },
        }),
        new PolicyStatement({
          sid: 'AccessLogsOfBuckets',
          principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
          actions: SERVICE_USE,
          resources: ['*'],
        }),
      ],
    }),
  });
}
