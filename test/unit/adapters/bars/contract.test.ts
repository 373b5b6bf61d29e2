import { afterAll, beforeAll } from 'vitest';
import { documentClient, s3Client } from '../../../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../../../shared/adapters/aws/dynamo-bars.ts';
import { LakeBars } from '../../../../shared/adapters/files/lake-bars.ts';
import { MemoryBars } from '../../../../shared/adapters/memory/bars.ts';
import { MemoryObjects } from '../../../../shared/adapters/memory/objects.ts';
import { S3Objects } from '../../../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../../../shared/adapters/aws/system.ts';
import { barStoreContract } from '../../../support/bar-store-contract.ts';
import { NAMES, startCloud, type TestCloud } from '../../../support/cloud.ts';
import { hotStoreContract } from '../../../support/hot-store-contract.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

barStoreContract('memory', async () => new MemoryBars());
barStoreContract('DynamoDB', async () => new DynamoBars(documentClient(), NAMES.bars));
barStoreContract('Parquet in a folder of memory', async () => new LakeBars(new MemoryObjects()));
barStoreContract(
  'Parquet in S3',
  async () => new LakeBars(new S3Objects({ client: s3Client(), bucket: NAMES.bucket, clock: systemClock })),
);

hotStoreContract('memory', async () => new MemoryBars());
hotStoreContract('DynamoDB', async () => new DynamoBars(documentClient(), NAMES.bars));
