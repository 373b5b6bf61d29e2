import type { Construct } from 'constructs';
import { backfillWiring } from '../wirings/backfill.ts';
import { backtestWiring } from '../wirings/backtest.ts';
import { catalogueWiring } from '../wirings/catalogue.ts';
import { datasetWiring } from '../wirings/dataset.ts';
import { instrumentWiring } from '../wirings/instruments.ts';
import { marketWiring } from '../wirings/market.ts';
import { studyWiring } from '../wirings/studies.ts';
import { tableWiring } from '../wirings/tables.ts';
import type { ApiFunctionName, ApiFunctionSources } from '../wirings/wiring.ts';
import { PlatformFunction } from './function.ts';

export type ApiFunctions = Readonly<Record<ApiFunctionName, PlatformFunction>>;

/** The functions behind the API, each with its own role and only the names it reads. */
export function apiFunctions(scope: Construct, sources: ApiFunctionSources): ApiFunctions {
  const wirings = {
    ...catalogueWiring(sources),
    ...datasetWiring(sources),
    ...tableWiring(sources),
    ...backtestWiring(sources),
    ...studyWiring(sources),
    ...backfillWiring(sources),
    ...instrumentWiring(sources),
    ...marketWiring(sources),
  };
  const made = Object.entries(wirings).map(([name, wiring]) => {
    const id = name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    return [name, new PlatformFunction(scope, id, { name: name as ApiFunctionName, platform: sources.platform, ...wiring })] as const;
  });
  return Object.fromEntries(made) as ApiFunctions;
}
