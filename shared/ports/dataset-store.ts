import type { AssetClass } from '../domain/instrument.ts';
import type { TimeUs } from '../domain/time.ts';
import type { Page, PageRequest } from './page.ts';

export interface DatasetDefect {
  readonly code: string;
  readonly detail: string;
  readonly line?: number;
  readonly at?: string;
}

export interface DatasetRecord {
  readonly id: string;
  readonly name: string;
  readonly symbol: string;
  /** As declared, then as found; null while neither is known. */
  readonly assetClass: AssetClass | null;
  readonly format: 'csv' | 'parquet';
  /** As declared, then as found; null while neither is known. */
  readonly timeframe: string | null;
  readonly status: 'AWAITING_UPLOAD' | 'READY' | 'REJECTED';
  readonly synthetic: boolean;
  readonly bars: number;
  readonly fromUs: TimeUs | null;
  readonly toUs: TimeUs | null;
  /** Of the bars, hexadecimal: what manifests of runs name. */
  readonly sha256: string | null;
  readonly rejectedRows: number;
  readonly defects: readonly DatasetDefect[];
  readonly createdUs: TimeUs;
  /** What was announced of the file. */
  readonly upload: { readonly bytes: number; readonly sha256: string };
}

/** Datasets of tenants. */
export interface DatasetStore {
  create(tenant: string, record: DatasetRecord): Promise<void>;
  get(tenant: string, id: string): Promise<DatasetRecord | undefined>;
  /** Those of `ids` that exist, in any order. */
  getMany(tenant: string, ids: readonly string[]): Promise<readonly DatasetRecord[]>;
  /** Newest first. */
  list(tenant: string, page: PageRequest): Promise<Page<DatasetRecord>>;
  /** The dataset that was last remembered for a file, as `remember` was told of it. */
  sameFile(tenant: string, file: string): Promise<string | undefined>;
  remember(tenant: string, file: string, id: string): Promise<void>;
  /** Replaces the record if it still awaits its upload; false when it was finished already, and nothing is changed. */
  finish(tenant: string, record: DatasetRecord): Promise<boolean>;
}
