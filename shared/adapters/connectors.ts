import { nearest } from '../domain/nearest.ts';
import { HistoryError } from '../ports/history-source.ts';
import type { MarketConnector } from '../ports/market-connector.ts';
import { CONNECTORS } from './connectors.generated.ts';
import type { ConnectorSettings } from './connector/settings.ts';

/** The connector of a source like `ccxt:kraken`, `alpaca` or `oanda:bid`. Throws `HistoryError` for one that is not there, or whose key is missing. */
export async function openConnector(source: string, settings: Omit<ConnectorSettings, 'variant'>): Promise<MarketConnector> {
  const [id = '', variant] = source.split(/:(.*)/s);
  const load = Object.hasOwn(CONNECTORS, id) ? CONNECTORS[id] : undefined;
  if (load === undefined) {
    const known = Object.keys(CONNECTORS);
    const near = nearest(id, known);
    throw new HistoryError(
      'unknown-venue',
      `there is no source "${id}"${near ? ` (did you mean ${near}?)` : ''}; there are: ${known.join(', ')}`,
    );
  }
  const connector = await load();
  if (typeof connector?.open !== 'function' || connector.id !== id) {
    throw new HistoryError(
      'unknown-venue',
      `shared/adapters/${id}/connector.ts: its default export is not defineConnector({ id: '${id}', ... })`,
    );
  }
  return connector.open({ ...settings, ...(variant === undefined || variant === '' ? {} : { variant }) });
}
