import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Bundle, bundleFunctions, MAX_BUNDLE_BYTES } from '../../infra/bundle.ts';
import { FUNCTION_NAMES } from '../../infra/functions.ts';

const ROOT = path.join(import.meta.dirname, '../..');
/** Values of the right shape for every name that a handler reads. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  STAGE: 'test',
  CODE_VERSION: '0.0.0',
  DATASETS_TABLE: 'datasets',
  RUNS_TABLE: 'runs',
  TRIALS_TABLE: 'trials',
  BARS_TABLE: 'bars',
  INGEST_TABLE: 'ingest',
  IDEMPOTENCY_TABLE: 'idempotency',
  SCHEDULES_TABLE: 'schedules',
  LAKE_BUCKET: 'lake',
  MARKET_STREAM: 'market',
  DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:1/dead',
  TIMEFRAMES: '1m,5m',
  BACKTEST_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111111111111:stateMachine:backtests',
  SCHEDULE_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111111111111:stateMachine:schedules',
  BACKFILL_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111111111111:stateMachine:backfills',
  SWEEP_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111111111111:stateMachine:sweeps',
  WALK_FORWARD_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111111111111:stateMachine:walk-forwards',
  MONTE_CARLO_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111111111111:stateMachine:monte-carlos',
  SHARD_MEMORY_MB: '1769',
  HOT_DAYS: '7',
  INFLUX_URL: 'http://127.0.0.1:1',
  INFLUX_DATABASE: 'skytape',
  INFLUX_SECRET: 'skytape/influx',
  INSTRUMENTS_TABLE: 'instruments',
  SOCKETS_TABLE: 'sockets',
  SOCKET_URL: 'ws://127.0.0.1:1',
  TOKEN_ISSUER: 'http://127.0.0.1:1',
  ANNOUNCEMENT_QUEUE_URL: 'http://127.0.0.1:1/announcements',
  SIGN_IN_URL: 'http://127.0.0.1:1',
  CLIENT_ID: 'client',
};
/** A function that answers requests, one that runs strategies, one that reads the stream, and both that carry pages. */
const SAMPLE = ['start-backtest', 'run-study', 'ingest-market', 'serve-console', 'serve-docs'] as const;
const scratch = mkdtempSync(path.join(tmpdir(), 'skytape-bundles-'));
let bundles: readonly Bundle[];

beforeAll(async () => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  bundles = await bundleFunctions(ROOT, { out: mkdtempSync(path.join(scratch, 'out-')) });
}, 120_000);
afterAll(() => {
  rmSync(scratch, { recursive: true });
  vi.unstubAllEnvs();
});

describe('bundles', () => {
  test('[OP-01] are one per function, each below the limit', () => {
    expect(bundles.map(({ name }) => name)).toEqual(FUNCTION_NAMES);
    expect(bundles.filter(({ bytes }) => bytes > MAX_BUNDLE_BYTES)).toEqual([]);
  });

  test.each(FUNCTION_NAMES)('[OP-01] %s loads on its own and exports its handler', async (name) => {
    const folder = bundles.find((bundle) => bundle.name === name)?.folder ?? '';
    const loaded = (await import(/* @vite-ignore */ pathToFileURL(path.join(folder, 'index.mjs')).href)) as { handler?: unknown };
    expect(typeof loaded.handler).toBe('function');
  });

  test('[OP-02] are the same bytes from the same sources, so that nothing is deployed for nothing', async () => {
    const again = await bundleFunctions(ROOT, { out: mkdtempSync(path.join(scratch, 'out-')), only: SAMPLE });
    const first = SAMPLE.map((name) => bundles.find((bundle) => bundle.name === name)?.folder ?? '');
    expect(again.map(({ folder }) => digest(folder))).toEqual(first.map(digest));
  });

  test('[OP-02] of some functions leave the others alone', async () => {
    const out = mkdtempSync(path.join(scratch, 'out-'));
    await bundleFunctions(ROOT, { out, only: ['serve-docs'] });
    await bundleFunctions(ROOT, { out, only: ['list-catalogue'] });
    expect(readdirSync(out).sort()).toEqual(['list-catalogue', 'serve-docs']);
  });

  test('[UI-01] carry the console and Swagger UI beside the functions that serve them', () => {
    const assets = (name: string): string[] =>
      readdirSync(path.join(bundles.find((bundle) => bundle.name === name)?.folder ?? '', 'assets'));
    expect(assets('serve-console')).toContain('index.html');
    expect(assets('serve-docs')).toEqual(expect.arrayContaining(['swagger-ui-bundle.js', 'swagger-ui.css']));
  });
});

function digest(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map(({ parentPath, name }) => path.join(parentPath, name)).sort())
    hash.update(path.relative(folder, file)).update(readFileSync(file));
  return hash.digest('hex');
}
