import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolveStage } from '../../infra/stages.ts';
import { at, list, ofType, type Synthesised, synthesise, text } from './synthesise.ts';

const SETTINGS = {
  collectors: '2',
  collectorsMax: '6',
  vpcId: 'vpc-0a1b2c3d',
  subnetIds: 'subnet-0a1b2c3d,subnet-4e5f6a7b',
  venueSecret: 'skytape/venues',
  venueKeys: 'ALPACA_KEY_ID,ALPACA_SECRET_KEY',
};
let stage: Synthesised;
beforeAll(() => {
  stage = synthesise('dev', SETTINGS);
}, 60_000);

describe('collectors', () => {
  test('[MD-13] are off until the owner asks for them and names a network: nothing is made that costs', () => {
    const off = synthesise('dev');
    expect(off.resources.filter(({ type }) => /^AWS::(ECS|EC2|ApplicationAutoScaling)::/.test(type))).toEqual([]);
    expect(() => resolveStage('dev', { collectors: 1 })).toThrow('stage dev: collectors is 1; vpcId must name the network');
    expect(() => resolveStage('dev', { ...SETTINGS, subnetIds: undefined })).toThrow('subnetIds must name public subnets of vpc-0a1b2c3d');
    expect(() => resolveStage('dev', { ...SETTINGS, collectorsMax: 1 })).toThrow('collectorsMax is 1, it must be at least as many');
    expect(() => resolveStage('dev', { ...SETTINGS, venueKeys: undefined })).toThrow('venueSecret and venueKeys must be given together');
  });

  test('[MD-13] run as many as asked for in the subnets that are named; a deployment whose tasks do not stay up goes back', () => {
    const [service] = ofType(stage, 'AWS::ECS::Service');
    expect(service?.properties).toMatchObject({
      DesiredCount: 2,
      LaunchType: 'FARGATE',
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100 },
      EnableExecuteCommand: false,
    });
    expect(at(service?.properties.NetworkConfiguration, 'AwsvpcConfiguration')).toMatchObject({
      AssignPublicIp: 'ENABLED',
      Subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'],
    });
    const [group] = ofType(stage, 'AWS::EC2::SecurityGroup');
    expect(group?.properties.SecurityGroupIngress).toBeUndefined();
  });

  test('[OP-12] grow from the fewest to the most by what each carries and by how late trades arrive', () => {
    expect(ofType(stage, 'AWS::ApplicationAutoScaling::ScalableTarget')[0]?.properties).toMatchObject({ MinCapacity: 2, MaxCapacity: 6 });
    const policies = ofType(stage, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(({ properties }) => {
      const tracking = properties.TargetTrackingScalingPolicyConfiguration;
      const metric = at(tracking, 'CustomizedMetricSpecification');
      return [at(metric, 'MetricName'), at(metric, 'Statistic'), at(tracking, 'TargetValue'), at(metric, 'Dimensions')];
    });
    const dimensions = [
      { Name: 'service', Value: 'collector' },
      { Name: 'stage', Value: 'dev' },
    ];
    expect(policies).toEqual([
      ['Instruments', 'Average', 40, dimensions],
      ['LagMs', 'Average', 2000, dimensions],
    ]);
  });

  test('[MD-13] are given their names as parameters and the keys of venues out of the named secret, nothing as plain variables', () => {
    const [container, ...others] = list(ofType(stage, 'AWS::ECS::TaskDefinition')[0]?.properties.ContainerDefinitions);
    expect(others).toEqual([]);
    expect(at(container, 'Environment')).toBeUndefined();
    expect(at(container, 'ReadonlyRootFilesystem')).toBe(true);
    const names = list(at(container, 'Secrets')).map((secret) => at(secret, 'Name'));
    expect(names).toEqual(['STAGE', 'MARKET_STREAM', 'LEASES_TABLE', 'INSTRUMENTS_TABLE', 'ALPACA_KEY_ID', 'ALPACA_SECRET_KEY']);
    expect(text(list(at(container, 'Secrets')).at(-1))).toContain('secret:skytape/venues:ALPACA_SECRET_KEY::');
  });

  test('[MD-13] may put to the market stream, keep leases and read what is active, and nothing else', () => {
    const policy = ofType(stage, 'AWS::IAM::Policy').find(({ id }) => id.startsWith('CollectorRole'));
    const actions = list(at(policy?.properties.PolicyDocument, 'Statement')).flatMap((statement) => list(at(statement, 'Action')));
    expect(actions.map(text).sort()).toEqual(['dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'kinesis:PutRecords']);
  });

  test('[MD-13] alarm when none is alive, when venues are late and when the stream takes nothing', () => {
    const own = ofType(stage, 'AWS::CloudWatch::Alarm').filter(({ stack }) => stack.endsWith('-Collector'));
    expect(own.map(({ properties }) => [properties.MetricName, properties.TreatMissingData])).toEqual([
      ['CollectorHeartbeat', 'breaching'],
      ['LagMs', 'notBreaching'],
      ['WaitingRecords', 'notBreaching'],
    ]);
    for (const { properties } of own) expect(list(properties.AlarmActions)).toHaveLength(1);
  });

  test('[MD-13] come from an image whose folder lies in the assembly: no Docker engine is asked at synthesis', () => {
    const { directory } = stage.app.synth();
    const [container] = list(ofType(stage, 'AWS::ECS::TaskDefinition')[0]?.properties.ContainerDefinitions);
    const tag = /:([0-9a-f]{64})/.exec(text(at(container, 'Image')))?.[1] as string;
    expect(existsSync(path.join(directory, `asset.${tag}`, 'Dockerfile'))).toBe(true);
  });
});
