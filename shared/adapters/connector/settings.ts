import { HistoryError } from '../../ports/history-source.ts';
import type { MarketConnector } from '../../ports/market-connector.ts';
import type { Timing } from './feed.ts';
import type { RetryOptions } from './retry.ts';

/** What a connector is opened with. */
export interface ConnectorSettings {
  /** What stands behind the colon of a source, as `kraken` in `ccxt:kraken`. */
  readonly variant?: string;
  /** Where keys come from: the process's environment, or what a test gives. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sends every HTTP request and socket there instead of to the venue. */
  readonly baseUrl?: string;
  readonly retry?: RetryOptions;
  readonly timing?: Partial<Timing>;
}

/** A connector as its folder under `shared/adapters` exports it by default from `connector.ts`. */
export interface ConnectorDefinition {
  /** Name of its folder, and of the source. */
  readonly id: string;
  readonly title: string;
  /** Variables of the environment that must be set. */
  readonly keys: readonly string[];
  readonly open: (settings: ConnectorSettings) => Promise<MarketConnector>;
}

export function defineConnector(definition: ConnectorDefinition): ConnectorDefinition {
  return definition;
}

/** The keys of a connector out of its environment. Throws `HistoryError` naming those that are missing. */
export function keysOf<Name extends string>(
  source: string,
  names: readonly Name[],
  environment: ConnectorSettings['environment'],
): Record<Name, string> {
  const missing = names.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0) {
    throw new HistoryError('unauthorised', `${source} needs a key: set ${missing.join(' and ')} in the environment`);
  }
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}
