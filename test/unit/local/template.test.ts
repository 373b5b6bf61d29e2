import { describe, expect, test } from 'vitest';
import { checkUnderstood } from '../../../local/template/check.ts';
import { resolveStacks } from '../../../local/template/resolve.ts';
import type { Stack, Template } from '../../../local/template/template.ts';

const WORLD = { account: '000000000000', region: 'eu-west-1', origin: 'http://127.0.0.1:4600', services: 'http://127.0.0.1:5000' };
const stack = (name: string, template: Template): Stack => ({ name, template, assets: new Map() });
const properties = (stacks: readonly Stack[], id: string) =>
  resolveStacks(stacks, WORLD).find((resource) => resource.id === id)?.properties;

describe('intrinsics', () => {
  const values = (value: unknown, extra: Partial<Template> = {}) =>
    properties([stack('S', { ...extra, Resources: { ...extra.Resources, R: { Type: 'T', Properties: { value } } } })], 'R')?.['value'];

  test('[OP-01] each intrinsic function gives what CloudFormation documents for it', () => {
    expect(values({ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 'c']] })).toBe('a-eu-west-1-c');
    expect(values({ 'Fn::Sub': '${AWS::Partition}:${!literal}' })).toBe('aws:${literal}');
    expect(values({ 'Fn::Sub': ['${a}/${AWS::AccountId}', { a: { Ref: 'AWS::Region' } }] })).toBe('eu-west-1/000000000000');
    expect(values({ 'Fn::Select': [1, { 'Fn::Split': ['|', 'x|y|z'] }] })).toBe('y');
    expect(values({ 'Fn::FindInMap': ['M', 'a', 'b'] }, { Mappings: { M: { a: { b: 7 } } } })).toBe(7);
    expect(values(['a', { Ref: 'AWS::NoValue' }, 'b'])).toEqual(['a', 'b']);
    expect(values({ a: { Ref: 'AWS::NoValue' }, b: 1 })).toEqual({ b: 1 });
  });

  test('[OP-01] conditions choose values and leave out resources', () => {
    const Conditions = {
      IsEu: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
      IsUs: { 'Fn::Not': [{ Condition: 'IsEu' }] },
      Both: { 'Fn::And': [{ Condition: 'IsEu' }, { Condition: 'IsUs' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsEu' }, { Condition: 'IsUs' }] },
    };
    expect(values({ 'Fn::If': ['IsEu', 'eu', 'us'] }, { Conditions })).toBe('eu');
    expect(values({ 'Fn::If': ['Both', 1, 2] }, { Conditions })).toBe(2);
    expect(values({ 'Fn::If': ['Either', 1, 2] }, { Conditions })).toBe(1);
    const dropped = resolveStacks([stack('S', { Conditions, Resources: { R: { Type: 'T', Condition: 'IsUs' } } })], WORLD);
    expect(dropped).toEqual([]);
  });

  test('[OP-01] references cross stacks through exports and imports', () => {
    const data = stack('Data', {
      Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable' } },
      Outputs: { X: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: 'Data:TableArn' } } },
    });
    const api = stack('Api', { Resources: { R: { Type: 'T', Properties: { arn: { 'Fn::ImportValue': 'Data:TableArn' } } } } });
    expect(properties([api, data], 'R')).toEqual({ arn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/Data-Table' });
  });

  test('[OP-01] an unknown function, reference, attribute, import or circle stops with the place named', () => {
    expect(() => values({ 'Fn::Base64': 'x' })).toThrow('S/R (T): Fn::Base64 is not understood');
    expect(() => values({ Ref: 'Missing' })).toThrow('S/R (T): Missing does not exist');
    expect(() => values({ 'Fn::ImportValue': 'nowhere' })).toThrow('no stack exports nowhere');
    expect(() => values({ 'Fn::GetAtt': ['Q', 'Nope'] }, { Resources: { Q: { Type: 'AWS::SQS::Queue' } } })).toThrow(
      'attribute Nope of Q (AWS::SQS::Queue)',
    );
    const circle = { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Q' } } } };
    expect(() => resolveStacks([stack('S', { Resources: circle })], WORLD)).toThrow('in a circle');
  });
});

describe('understood', () => {
  const check = (Resources: NonNullable<Template['Resources']>) => () => checkUnderstood(resolveStacks([stack('S', { Resources })], WORLD));

  test('[OP-01] a resource type that is not listed stops it by name', () => {
    expect(check({ Db: { Type: 'AWS::RDS::DBInstance' } })).toThrow('S/Db: resource type AWS::RDS::DBInstance is not listed');
  });

  test('[OP-01] an unlisted property of a type that is run stops it by name, however deep', () => {
    expect(check({ Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', Colour: 'red' } } })).toThrow(
      'S/Q: property Colour of AWS::SQS::Queue',
    );
    const nested = { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { maxReceiveCount: 3, speed: 1 } } };
    expect(check({ Q: nested })).toThrow('property RedrivePolicy.speed of AWS::SQS::Queue');
    const stage = { Type: 'AWS::ApiGatewayV2::Stage', Properties: { DefaultRouteSettings: { DataTraceEnabled: true } } };
    expect(check({ S: stage })).toThrow('property DefaultRouteSettings.DataTraceEnabled');
  });

  test('[OP-01] all complaints are told at once, and a listed template passes', () => {
    expect(check({ A: { Type: 'X::Y::Z' }, B: { Type: 'AWS::SQS::Queue', Properties: { Colour: 1 } } })).toThrow(/S\/A[\s\S]*S\/B/);
    expect(check({ Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', RedrivePolicy: { maxReceiveCount: 3 } } } })).not.toThrow();
  });
});
