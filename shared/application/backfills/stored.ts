import type { BackfillRequest } from '../../contracts/backfills.ts';
import type { TimeRange } from '../../market/coverage.ts';

/** What `plan` leaves: the market as its venue spells it, and the parts of the range in which bars are missing. */
export interface BackfillPlan {
  readonly symbol: string;
  readonly chunks: readonly TimeRange[];
}

/** What a chunk leaves. */
export interface ChunkResult {
  readonly written: number;
  readonly missing: number;
}

/** What the last step leaves; `error` is null when every chunk came through. */
export interface BackfillSummary extends ChunkResult {
  readonly failed: number;
  readonly error: string | null;
}

export interface StoredBackfill {
  readonly request: BackfillRequest;
}

export const backfillPrefix = (tenant: string, id: string): string => `backfills/${tenant}/${id}/`;
export const requestKey = (tenant: string, id: string): string => `${backfillPrefix(tenant, id)}request.json`;
export const planKey = (tenant: string, id: string): string => `${backfillPrefix(tenant, id)}plan.json`;
export const chunksPrefix = (tenant: string, id: string): string => `${backfillPrefix(tenant, id)}chunks/`;
export const chunkKey = (tenant: string, id: string, chunk: number): string => `${chunksPrefix(tenant, id)}${chunk}.json`;
export const summaryKey = (tenant: string, id: string): string => `${backfillPrefix(tenant, id)}summary.json`;
