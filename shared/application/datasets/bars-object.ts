import type { Bars } from '../../domain/bars.ts';
import type { BarFiles } from '../../ports/bar-files.ts';
import type { Objects } from '../../ports/objects.ts';
import { barsKey } from './keys.ts';

export interface BarsWorld {
  readonly objects: Objects;
  readonly barFiles: BarFiles;
}

/** The bars of a dataset that is READY. Throws when they are not there: then the lake has lost them. */
export async function loadBars({ objects, barFiles }: BarsWorld, tenant: string, datasetId: string): Promise<Bars> {
  const bytes = await objects.get(barsKey(tenant, datasetId));
  if (bytes === undefined) throw new Error(`dataset ${datasetId} is READY, but its bars are gone`);
  return barFiles.decode(bytes);
}

/** `loadBars` that keeps the last dataset decoded: pages of one come in a row, and a READY dataset never changes. */
export function lastBars(world: BarsWorld): (tenant: string, datasetId: string) => Promise<Bars> {
  let last: { readonly key: string; readonly bars: Promise<Bars> } | undefined;
  return (tenant, datasetId) => {
    const key = `${tenant}/${datasetId}`;
    if (last?.key !== key) last = { key, bars: loadBars(world, tenant, datasetId) };
    const { bars } = last;
    bars.catch(() => {
      if (last?.bars === bars) last = undefined;
    });
    return bars;
  };
}
