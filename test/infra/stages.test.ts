import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../infra/settings.ts';
import { resolveStage, STAGE_NAMES, StageError } from '../../infra/stages.ts';

describe('stages', () => {
  test('[OP-02] every stage stands without any setting', () => {
    expect(STAGE_NAMES.map((name) => resolveStage(name).name)).toEqual(['local', 'dev', 'prod']);
  });

  test('[OP-02] only prod keeps its data when a stack goes', () => {
    expect(STAGE_NAMES.map((name) => resolveStage(name).keepData)).toEqual([false, false, true]);
  });

  test('[OP-01] the local stage signs in where it is served', () => {
    expect(resolveStage('local')).toMatchObject({ origin: 'http://127.0.0.1:4600', signInUrl: 'http://127.0.0.1:4600' });
    expect(resolveStage('local', { origin: 'http://127.0.0.1:4711' })).toMatchObject({
      origin: 'http://127.0.0.1:4711',
      signInUrl: 'http://127.0.0.1:4711',
    });
  });

  test('[OP-02] settings from the command line are text and become numbers and flags', () => {
    const stage = resolveStage('dev', { throttleRate: '7', keepData: 'true', logRetentionDays: '30' });
    expect(stage).toMatchObject({ throttleRate: 7, keepData: true, logRetentionDays: 30 });
  });

  test.each([
    ['account', '12', 'stage dev: account is "12"; must be 12 digits'],
    ['region', 'Frankfurt', 'stage dev: region is "Frankfurt"; must be a region like eu-west-1'],
    [
      'origin',
      'https://trade.example.com/app',
      'stage dev: origin is "https://trade.example.com/app"; must be an origin like https://trade.example.com, without a path',
    ],
    [
      'origin',
      'http://trade.example.com',
      'stage dev: origin is "http://trade.example.com"; must be an origin like https://trade.example.com, without a path',
    ],
    ['alarmEmail', 'me', 'stage dev: alarmEmail is "me"; must be an e-mail address'],
    ['logRetentionDays', 11, 'stage dev: logRetentionDays is 11; must be one of 1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1827, 3653'],
    ['keepData', 'yes', 'stage dev: keepData is "yes"; must be true or false'],
  ])('[OP-02] a wrong %s (%s) is refused by name', (key, value, message) => {
    expect(() => resolveStage('dev', { [key]: value })).toThrow(new StageError(message));
  });

  test('[OP-02] every fault is named at once', () => {
    expect(() => resolveStage('dev', { account: '1', throttleRate: 0 })).toThrow(/account is "1"[^]*throttleRate is 0/);
  });

  test('[OP-02] an unknown stage and a misspelt setting are refused with what is known', () => {
    expect(() => resolveStage('test')).toThrow('stage is "test"; it must be one of local, dev, prod');
    expect(() => resolveStage('dev', { alarmMail: 'a@b.example' })).toThrow(
      /^stage dev: no setting is called alarmMail; known: account, region, origin, /,
    );
  });
});

describe('the CDK context', () => {
  test("[OP-02] the CDK's own keys are left alone, all others are settings of the stage", () => {
    const context = {
      'aws:cdk:enable-path-metadata': true,
      '@aws-cdk/core:checkSecretUsage': true,
      'cli-telemetry': false,
      stage: 'prod',
      alarmEmail: 'a@b.example',
    };
    expect(settingsOf(context, {})).toEqual({ name: 'prod', settings: { alarmEmail: 'a@b.example' } });
  });

  test('[OP-02] without a word it is the dev stage in the account of the AWS profile, which a setting overrides', () => {
    const environment = { CDK_DEFAULT_ACCOUNT: '111111111111', CDK_DEFAULT_REGION: 'eu-central-1' };
    expect(settingsOf({}, environment)).toEqual({ name: 'dev', settings: { account: '111111111111', region: 'eu-central-1' } });
    expect(settingsOf({ region: 'eu-west-1' }, environment).settings).toEqual({ account: '111111111111', region: 'eu-west-1' });
  });
});
