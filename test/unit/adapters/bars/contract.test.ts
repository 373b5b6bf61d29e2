import { afterAll, beforeAll } from 'vitest';
import { documentClient } from '../../../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../../../shared/adapters/aws/dynamo-bars.ts';
import { MemoryBars } from '../../../../shared/adapters/memory/bars.ts';
import { barStoreContract } from '../../../support/bar-store-contract.ts';
import { NAMES, startCloud, type TestCloud } from '../../../support/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

barStoreContract('memory', async () => new MemoryBars());
barStoreContract('DynamoDB', async () => new DynamoBars(documentClient(), NAMES.bars));
