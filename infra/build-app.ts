import { existsSync } from 'node:fs';
import path from 'node:path';
import { App, Tags } from 'aws-cdk-lib';
import { codeVersion } from '../scripts/code-version.ts';
import type { Platform } from './constructs/function.ts';
import type { FunctionName } from './functions.ts';
import { ApiStack } from './stacks/api.ts';
import { CollectorStack } from './stacks/collector.ts';
import { DataStack } from './stacks/data.ts';
import { HistoryStack } from './stacks/history.ts';
import { ResearchStack } from './stacks/research.ts';
import { SchedulesStack } from './stacks/schedules.ts';
import { StreamsStack } from './stacks/streams.ts';
import { TimeseriesStack } from './stacks/timeseries.ts';
import { resolveStage, type Stage, type StageName } from './stages.ts';

const ROOT = path.join(import.meta.dirname, '..');
const COLLECTOR = path.join(ROOT, 'dist', 'collector');

/** Behaviour of the CDK that we ask for; written here, not in cdk.json, so that the command line, the tests and the embedded cloud agree. */
const FEATURES = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // Exports: a stack whose resource another one uses refuses to lose it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:explicitStackTags': true,
  '@aws-cdk/core:target-partitions': ['aws'],
};

export interface AppOptions {
  /** A stage by name with its defaults, or one from `resolveStage`. */
  readonly stage: StageName | Stage;
  /** Where browsers reach the platform; for a stage by name only. */
  readonly origin?: string;
  /** Folder of each function's code; `dist/functions/{name}` as `bundleFunctions` leaves it when absent. */
  readonly assets?: (name: FunctionName) => string;
  /** Folder of the collector's image; `dist/collector` as `bundleCollector` leaves it when absent. Not looked at where the stage has no collectors. */
  readonly collector?: string;
  /** Where the templates go; a temporary folder when absent. */
  readonly outdir?: string;
}

/** The whole platform of one stage as a CDK app, not yet synthesised. Needs no credentials. */
export function buildApp({ stage: given, origin, assets = bundledCode, collector: image = COLLECTOR, outdir }: AppOptions): App {
  const stage = typeof given === 'string' ? resolveStage(given, { origin }) : given;
  const app = new App({
    context: FEATURES,
    analyticsReporting: false,
    autoSynth: false,
    // No CloudFormation reads the templates of the embedded cloud, which checks them itself; the validator would take longer than all the rest.
    builtinCloudFormationValidation: stage.name !== 'local',
    ...(outdir === undefined ? {} : { outdir }),
  });
  const idOf = (part: string): string => `Skytape-${stage.name}-${part}`;
  const props = { env: environmentOf(stage), terminationProtection: stage.keepData };
  const data = new DataStack(app, idOf('Data'), { ...props, stage, description: 'Skytape: tables, lake, key and alarms' });
  const platform: Platform = { stage, version: codeVersion(ROOT), codeOf: assets, key: data.key, alarms: data.alarms };
  const streams = new StreamsStack(app, idOf('Streams'), {
    ...props,
    data,
    platform,
    description: 'Skytape: market stream and its ingest',
  });
  if (stage.timeseries)
    new TimeseriesStack(app, idOf('Timeseries'), { ...props, data, platform, description: 'Skytape: bars in Timestream for InfluxDB' });
  if (stage.collectors > 0)
    new CollectorStack(app, idOf('Collector'), {
      ...props,
      data,
      streams,
      platform,
      image,
      description: 'Skytape: collectors of market data',
    });
  const research = new ResearchStack(app, idOf('Research'), { ...props, data, platform, description: 'Skytape: backtests' });
  const history = new HistoryStack(app, idOf('History'), { ...props, data, platform, description: 'Skytape: backfills of history' });
  const schedules = new SchedulesStack(app, idOf('Schedules'), {
    ...props,
    data,
    history,
    platform,
    description: 'Skytape: downloads and checks that come by themselves',
  });
  new ApiStack(app, idOf('Api'), {
    ...props,
    data,
    streams,
    research,
    history,
    schedules,
    platform,
    description: 'Skytape: API, sign-in and console',
  });
  Tags.of(app).add('application', 'skytape');
  Tags.of(app).add('stage', stage.name);
  return app;
}

function environmentOf({ account, region }: Stage): { account?: string; region?: string } {
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

function bundledCode(name: FunctionName): string {
  const folder = path.join(ROOT, 'dist', 'functions', name);
  if (!existsSync(path.join(folder, 'index.mjs')))
    throw new Error(`function ${name} is not bundled: dist/functions/${name}/index.mjs is missing; bundleFunctions makes it`);
  return folder;
}
