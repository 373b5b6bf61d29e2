import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { afterEach, expect, test, vi } from 'vitest';
import type { StageName } from '../../infra/stages.ts';
import { stubApp } from './synthesise.ts';

const SETTINGS = {
  alarmEmail: 'owner@example.com',
  collectors: 2,
  vpcId: 'vpc-0a1b2c3d',
  subnetIds: 'subnet-0a1b2c3d,subnet-4e5f6a7b',
  timeseries: true,
  timeseriesSecret: 'skytape/influx',
  venueSecret: 'skytape/venues',
  venueKeys: 'ALPACA_KEY_ID,ALPACA_SECRET_KEY',
};
/** The blueprint's list, and the rules of docs/decisions/0020-the-last-queue-has-no-redrive.md and 0120-how-bars-reach-the-socket.md. */
const MAY_BE_ACKNOWLEDGED = [
  /-LambdaInsideVPC$/,
  /-LambdaConcurrency$/,
  /-LambdaDLQ$/,
  /-S3BucketReplicationEnabled$/,
  /-IAMNoInlinePolicy$/,
  /^AwsSolutions-APIG4$/,
  /^AwsSolutions-COG8$/,
  /^AwsSolutions-IAM5\[Resource::[^\]]+\]$/,
  /^Serverless-SQSRedrivePolicy$/,
  /^Serverless-LambdaEventSourceMappingDestination$/,
];

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(['dev', 'prod'] as const)('[OP-02] the security packs find nothing on %s that is not acknowledged', (stage) => {
  const app = stubApp(stage, SETTINGS);
  Validations.of(app).addPlugins(...packs(app));
  const report = JSON.parse(readFileSync(path.join(app.synth().directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: unknown;
  };
  expect(report.pluginReports).toEqual([]);
});

test('[OP-02] the packs would find each thing that is acknowledged, on that very construct, which is no stack or app', () => {
  const { acknowledged, findings } = withoutAcknowledgements('prod');
  expect(acknowledged.length).toBeGreaterThan(100);
  const stale = acknowledged.filter(
    ({ where, id }) => !findings.some((finding) => finding.id === id && finding.where.startsWith(`${where}/`)),
  );
  expect(stale).toEqual([]);
  expect(Math.min(...acknowledged.map(({ where }) => where.split('/').length))).toBeGreaterThan(1);
  for (const { id, reason } of acknowledged) {
    expect(
      MAY_BE_ACKNOWLEDGED.some((rule) => rule.test(id)),
      id,
    ).toBe(true);
    expect(reason.length, id).toBeGreaterThan(40);
  }
});

test('[OP-02] a finding without acknowledgement stops the synthesis', () => {
  vi.spyOn(Validations.prototype, 'acknowledge').mockReturnValue();
  const app = stubApp('dev', SETTINGS);
  vi.restoreAllMocks();
  Validations.of(app).addPlugins(...packs(app));
  vi.spyOn(console, 'error').mockReturnValue();
  expect(() => app.synth()).toThrow(/LambdaInsideVPC/);
});

function packs(app: App): NagPack[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app), new PCIDSS321Checks(app)];
}

interface Finding {
  readonly where: string;
  readonly id: string;
}

/** Builds the app with every acknowledgement taken away, and says what they were and what the packs find now. */
function withoutAcknowledgements(stage: StageName): { acknowledged: (Finding & { readonly reason: string })[]; findings: Finding[] } {
  const acknowledged: (Finding & { readonly reason: string })[] = [];
  vi.spyOn(Validations.prototype, 'acknowledge').mockImplementation(function (this: Validations, ...rules) {
    const { scope } = this as unknown as { readonly scope: IConstruct };
    acknowledged.push(...rules.map(({ id, reason }) => ({ where: scope.node.path, id, reason })));
  });
  const app = stubApp(stage, SETTINGS);
  app.synth();
  const findings = packs(app).flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ id: ruleName, where: constructPath ?? '' })),
      ),
  );
  return { acknowledged, findings };
}
