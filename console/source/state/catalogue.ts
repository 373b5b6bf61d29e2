import { signal } from '@preact/signals';
import { reasonOf } from '../api/http.ts';
import { listDatasets, listStrategies } from '../api/platform.ts';
import type { Dataset, StrategyInfo } from '../api/types.ts';

/** Null until the first answer. */
export const strategies = signal<readonly StrategyInfo[] | null>(null);
export const datasets = signal<readonly Dataset[] | null>(null);
export const catalogueFault = signal<string | null>(null);

/** Reads strategies and datasets. */
export async function loadCatalogue(): Promise<void> {
  try {
    const [s, d] = await Promise.all([listStrategies(), listDatasets()]);
    strategies.value = s;
    datasets.value = d;
    catalogueFault.value = null;
  } catch (error) {
    catalogueFault.value = reasonOf(error);
  }
}

/** Reads them now and whenever the page is looked at again: meanwhile the command line may have brought data. Returns the stop. */
export function watchCatalogue(): () => void {
  const read = (): void => void loadCatalogue();
  read();
  addEventListener('focus', read);
  return () => removeEventListener('focus', read);
}

/** Puts a dataset in front, or in the place of what was known of it. */
export function mergeDataset(dataset: Dataset): void {
  datasets.value = [dataset, ...(datasets.value ?? []).filter((other) => other.id !== dataset.id)];
}
