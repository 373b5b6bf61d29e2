import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trialsFile } from '../../../cli/trials-file.ts';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoTrials } from '../../../shared/adapters/aws/dynamo-trials.ts';
import { timeOrderedIds } from '../../../shared/adapters/aws/system.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';
import { trialLedgerContract } from '../../support/trial-ledger-contract.ts';

let folder = '';
let cloud: TestCloud;
let made = 0;
beforeAll(async () => {
  cloud = await startCloud();
  folder = mkdtempSync(join(tmpdir(), 'skytape-trials-'));
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});
const ledgerOf = (tenant: string) => new DynamoTrials({ client: documentClient(), table: NAMES.trials, tenant, ids: timeOrderedIds() });

describe('a ledger of trials in a file', () => {
  trialLedgerContract(() => trialsFile('sma-cross', join(folder, `${++made}.jsonl`)));
});

describe('a ledger of trials in DynamoDB', () => {
  trialLedgerContract(() => ledgerOf(`tenant-${++made}`));

  test("[DX-04] is its tenant's alone", async () => {
    const on = { instruments: ['BTC/USDT'], fromUs: 0, toUs: 100 };
    await ledgerOf('ann').add([{ ...on, key: 'a', sharpe: 1 }]);
    expect(await ledgerOf('bob').overlapping(on)).toEqual([]);
    expect(await ledgerOf('ann').overlapping(on)).toHaveLength(1);
  });
});
