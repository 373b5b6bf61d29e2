import { expect, test } from 'vitest';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { MemoryRuns } from '../../../../shared/adapters/memory/runs.ts';
import { encodeSimulation } from '../../../../shared/application/backtest/simulation-text.ts';
import { putJson } from '../../../../shared/application/json-objects.ts';
import { planKey, shardKey } from '../../../../shared/application/runs/keys.ts';
import { summariseRun } from '../../../../shared/application/runs/summarise-run.ts';
import { trialKey } from '../../../../shared/application/sweep/trials.ts';
import { plan, simulation, swingingBars } from '../backtest/fixtures.ts';
import { digest, memoryLedger, TENANT } from './world.ts';

test('[DX-04] a backtest on the platform is a trial under the key that a sweep would give it; summed up twice it is one', async () => {
  const [objects, runs, ledger] = [new MemoryObjects(), new MemoryRuns(), memoryLedger()];
  const source = { datasetId: 'd', symbol: 'BTC/USDT', assetClass: 'crypto', sha256: 'ab', synthetic: false };
  await putJson(objects, planKey(TENANT, 'run'), { plan: plan(), sources: [source], others: [] });
  await objects.put(shardKey(TENANT, 'run', 1), encodeSimulation(simulation('BTC/USDT', swingingBars(900))), {
    contentType: 'application/json',
  });
  const summarise = summariseRun({ objects, runs, clock: { nowUs: () => 0 }, trials: { ledgerOf: () => ledger, digest } });
  for (let twice = 0; twice < 2; twice++) await summarise({ tenant: TENANT, runId: 'run' });
  expect(ledger.trials.map(({ key, instruments }) => [key, instruments])).toEqual([[trialKey(plan(), digest), ['BTC/USDT']]]);
});
