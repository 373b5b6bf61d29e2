/** Where the objects of a run lie. */
export const runPrefix = (tenant: string, id: string): string => `runs/${tenant}/${id}/`;
/** The request as it was made, every dataset of it. */
export const requestKey = (tenant: string, id: string): string => `${runPrefix(tenant, id)}request.json`;
export const planKey = (tenant: string, id: string): string => `${runPrefix(tenant, id)}plan.json`;
export const shardsPrefix = (tenant: string, id: string): string => `${runPrefix(tenant, id)}shards/`;
/** Begins the key of whatever shard `shard` left. */
export const shardPrefix = (tenant: string, id: string, shard: number): string => `${shardsPrefix(tenant, id)}${shard}.`;
export const shardKey = (tenant: string, id: string, shard: number): string => `${shardPrefix(tenant, id, shard)}json`;
export const failedShardKey = (tenant: string, id: string, shard: number): string => `${shardPrefix(tenant, id, shard)}failed.json`;
export const summaryKey = (tenant: string, id: string): string => `${runPrefix(tenant, id)}summary.json`;
export const reportKey = (tenant: string, id: string): string => `${runPrefix(tenant, id)}report.html`;
export const pageKey = (tenant: string, id: string, list: 'trades' | 'equity', page: number): string =>
  `${runPrefix(tenant, id)}${list}/${page}.json`;
