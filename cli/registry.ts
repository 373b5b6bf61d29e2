import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRegistry } from '../scripts/generate-registry.ts';
import type { OwnCosts } from '../shared/application/backtest/plan.ts';
import { catalogueWith } from '../shared/indicators/catalogue.ts';
import type { Indicator } from '../shared/indicators/define.ts';
import type { Feed } from '../shared/market/feed.ts';
import type { Analyser } from '../shared/performance/analyser.ts';
import type { MarketConnector } from '../shared/ports/market-connector.ts';
import type { AnyStrategy } from '../shared/strategies/portfolio.ts';
import { type RuleCatalogue, ruleCatalogue } from '../shared/strategies/rules/parse.ts';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every strategy file under `strategies/`, read anew: a file that was just written is there. Throws `RegistryError` for one that is none. */
export async function loadStrategies(): Promise<readonly AnyStrategy[]> {
  await generateRegistry(ROOT);
  return (await import('../strategies/registry.generated.ts')).STRATEGIES;
}

/** The connector of a source like `ccxt:kraken`, from any folder under `shared/adapters/` that holds one. Throws `HistoryError`. */
export async function loadConnector(source: string, baseUrl: string | undefined): Promise<MarketConnector> {
  await generateRegistry(ROOT);
  const { openConnector } = await import('../shared/adapters/connectors.ts');
  return openConnector(source, { environment: process.env, ...(baseUrl === undefined ? {} : { baseUrl }) });
}

/** What rules and requests may name: every indicator, those under `indicators/` included, every pattern, and the models of costs under `costs/`. */
export async function loadRuleCatalogue(): Promise<RuleCatalogue & OwnCosts> {
  await generateRegistry(ROOT);
  const { COSTS: costs } = await import('../costs/registry.generated.ts');
  return { ...ruleCatalogue((await import('../indicators/registry.generated.ts')).USER_INDICATORS), costs };
}

/** Every indicator there is, those under `indicators/` included, read anew. Throws `RegistryError` for a file that is none. */
export async function loadIndicators(): Promise<readonly Indicator[]> {
  await generateRegistry(ROOT);
  return catalogueWith((await import('../indicators/registry.generated.ts')).USER_INDICATORS);
}

/** Every feed file under `feeds/`, read anew. Throws `RegistryError` for one that is none. */
export async function loadFeeds(): Promise<readonly Feed[]> {
  await generateRegistry(ROOT);
  return (await import('../feeds/registry.generated.ts')).FEEDS;
}

/** Every analyser file under `analysers/`, read anew. Throws `RegistryError` for one that is none. */
export async function loadAnalysers(): Promise<readonly Analyser[]> {
  await generateRegistry(ROOT);
  return (await import('../analysers/registry.generated.ts')).ANALYSERS;
}
