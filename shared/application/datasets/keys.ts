import type { DatasetRecord } from '../../ports/dataset-store.ts';

/** Where the objects of a dataset lie. Tenant and id come from the token and from us, never from the body. */
export const uploadKey = (tenant: string, id: string): string => `uploads/${tenant}/${id}`;
export const barsKey = (tenant: string, id: string): string => `bars/${tenant}/${id}.parquet`;
export const quarantineKey = (tenant: string, id: string): string => `quarantine/${tenant}/${id}.csv`;

/** What makes an announced file the same as another: its bytes, and all that was said of it but its name. Of a dataset that awaits its upload: what is found in the file is no part of it. */
export function fileOf({ symbol, assetClass, format, timeframe, synthetic, upload }: DatasetRecord): string {
  return JSON.stringify([upload.sha256, format, symbol, timeframe, assetClass, synthetic]);
}
