import { beforeAll, describe, expect, test } from 'vitest';
import { resolveStage } from '../../infra/stages.ts';
import { at, list, ofType, type Synthesised, synthesise, text } from './synthesise.ts';

const SETTINGS = {
  timeseries: 'true',
  timeseriesSecret: 'skytape/influx',
  vpcId: 'vpc-0a1b2c3d',
  subnetIds: 'subnet-0a1b2c3d,subnet-4e5f6a7b',
};
let stage: Synthesised;
beforeAll(() => {
  stage = synthesise('dev', SETTINGS);
}, 60_000);

describe('Timestream for InfluxDB', () => {
  test('[SG-01] is off until it is asked for, with a network and a secret: nothing of it is made, and the table of bars has no stream', () => {
    const off = synthesise('dev');
    expect(ofType(off, 'AWS::Timestream::InfluxDBInstance')).toEqual([]);
    expect(ofType(off, 'AWS::DynamoDB::GlobalTable').filter(({ properties }) => properties.StreamSpecification !== undefined)).toEqual([]);
    expect(() => resolveStage('dev', { timeseries: true })).toThrow('timeseries is true; vpcId, subnetIds and timeseriesSecret must say');
  });

  test('[SG-01] is private, and its password stands in no template', () => {
    const [instance] = ofType(stage, 'AWS::Timestream::InfluxDBInstance');
    expect(instance?.properties).toMatchObject({
      PubliclyAccessible: false,
      Bucket: 'skytape',
      Password: '{{resolve:secretsmanager:skytape/influx:SecretString:password::}}',
      VpcSubnetIds: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'],
    });
    const ingress = ofType(stage, 'AWS::EC2::SecurityGroupIngress');
    expect(ingress.map(({ properties }) => properties.FromPort)).toEqual([8086, 443]);
    for (const { properties } of ingress) expect(properties.SourceSecurityGroupId).toBeDefined();
  });

  test('[SG-01] gets every bar that is put into the table, by a function in the same network; what cannot be copied waits in a queue', () => {
    const mapping = ofType(stage, 'AWS::Lambda::EventSourceMapping').find(({ stack }) => stack.endsWith('-Timeseries'));
    expect(mapping?.properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
    });
    expect(at(mapping?.properties.DestinationConfig, 'OnFailure.Destination')).toBeDefined();
    const copy = ofType(stage, 'AWS::Lambda::Function').find(({ properties }) => text(properties.FunctionName).endsWith('copy-bars'));
    expect(list(at(copy?.properties.VpcConfig, 'SubnetIds'))).toHaveLength(2);
    const [bars, ...others] = ofType(stage, 'AWS::DynamoDB::GlobalTable').filter(
      ({ properties }) => properties.StreamSpecification !== undefined,
    );
    expect([bars?.id.slice(0, 4), others]).toEqual(['Bars', []]);
  });
});
