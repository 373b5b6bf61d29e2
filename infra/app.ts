import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { buildApp } from './build-app.ts';
import { bundleCollector } from '../scripts/bundle-collector.ts';
import { bundleFunctions } from './bundle.ts';
import { settingsOf } from './settings.ts';
import { resolveStage, StageError } from './stages.ts';

/** What `cdk` runs: bundles the functions, builds the stage that `-c stage=` names, and lets the security packs look at it. */
async function main(): Promise<void> {
  const { name, settings } = settingsOf(new App({ autoSynth: false }).node.getAllContext(), process.env);
  const stage = resolveStage(name, settings);
  const root = path.join(import.meta.dirname, '..');
  await bundleFunctions(root);
  if (stage.collectors > 0) await bundleCollector(root);
  const app = buildApp({ stage });
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R5Checks(app),
    new PCIDSS321Checks(app),
  );
  app.synth();
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
