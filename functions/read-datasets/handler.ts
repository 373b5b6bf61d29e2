import * as z from 'zod';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoDatasets } from '../../shared/adapters/aws/dynamo-datasets.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { getDataset, listDatasets } from '../../shared/application/datasets/read-datasets.ts';

const Environment = z.object({ DATASETS_TABLE: z.string().min(1) });
const { DATASETS_TABLE } = Environment.parse(process.env);

const datasets = new DynamoDatasets(documentClient(), DATASETS_TABLE);
const list = listDatasets(datasets);
const get = getDataset(datasets);

export const handler = api('read-datasets', {
  listDatasets: ({ caller, query }) => list(caller.tenant, query),
  getDataset: ({ caller, path }) => get(caller.tenant, path.id),
});
