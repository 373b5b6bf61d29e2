import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { afterAll, vi } from 'vitest';
import { buildApp } from '../../infra/build-app.ts';
import type { FunctionName } from '../../infra/functions.ts';
import { resolveStage, type StageName } from '../../infra/stages.ts';

export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  // A template is data of CloudFormation's making: tests look into it by name.
  readonly properties: Record<string, Json>;
  readonly attributes: Record<string, Json>;
}
export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

export interface Synthesised {
  readonly app: App;
  readonly resources: readonly Resource[];
  readonly templates: Readonly<Record<string, Json>>;
  /** What the synthesis took of this thread, whoever else was busy meanwhile. */
  readonly milliseconds: number;
}

/** Settings that ask for the stack of Timestream, which is off by itself. */
export const WITH_TIMESERIES = {
  timeseries: true,
  timeseriesSecret: 'skytape/influx',
  vpcId: 'vpc-0a1b2c3d',
  subnetIds: 'subnet-0a1b2c3d',
};

const scratch = mkdtempSync(path.join(tmpdir(), 'skytape-infra-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A folder with a one-line handler in place of a function's bundle: what a template says does not depend on the code. */
export function stubCode(name: FunctionName): string {
  const folder = path.join(scratch, 'code', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'index.mjs'), `export const handler = async () => '${name}';\n`);
  return folder;
}

/** A folder of an image that carries nothing. */
export function stubImage(): string {
  const folder = path.join(scratch, 'image');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch\n');
  return folder;
}

export function stubApp(stage: StageName, settings: Readonly<Record<string, unknown>> = {}): App {
  const outdir = mkdtempSync(path.join(scratch, `${stage}-`));
  return buildApp({ stage: resolveStage(stage, settings), assets: stubCode, collector: stubImage(), outdir });
}

/** Templates of a stage. The CDK's own check of them against CloudFormation's schema runs where the security packs do (nag.test.ts). */
export function synthesise(stage: StageName, settings: Readonly<Record<string, unknown>> = {}): Synthesised {
  const start = process.threadCpuUsage();
  vi.stubEnv('CDK_VALIDATION', 'false');
  const app = stubApp(stage, settings);
  const stacks = app.synth().stacks;
  vi.unstubAllEnvs();
  const { user, system } = process.threadCpuUsage(start);
  const milliseconds = (user + system) / 1000;
  const templates = Object.fromEntries(stacks.map((stack) => [stack.stackName, stack.template as Json]));
  const resources = stacks.flatMap(({ stackName, template }) =>
    Object.entries((template as { Resources: Record<string, { Type: string; Properties?: Record<string, Json> }> }).Resources).map(
      ([id, { Type, Properties = {}, ...attributes }]) => ({ stack: stackName, id, type: Type, properties: Properties, attributes }),
    ),
  );
  return { app, resources, templates, milliseconds };
}

export function ofType({ resources }: Synthesised, type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** What lies under a dotted path, undefined where there is nothing. */
export function at(value: Json, path: string): Json {
  return path
    .split('.')
    .reduce<Json>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as { readonly [key: string]: Json })[key] : undefined),
      value,
    );
}

export function list(value: Json): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** A value as text: what CloudFormation computes shows as its JSON. */
export function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
