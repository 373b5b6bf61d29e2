import type { Security, SecurityRecord } from '../../shared/domain/master/security.ts';

/** BTC/USDT of binance, active, unless said otherwise. */
export function security(id: string, over: Partial<Security> = {}): Security {
  return {
    id,
    symbol: id,
    assetClass: 'crypto',
    base: 'BTC',
    currency: 'USDT',
    tick: 0.01,
    lot: 0.00001,
    multiplier: 1,
    calendar: '24/7',
    exchange: 'binance',
    name: null,
    sector: null,
    contract: { kind: 'spot' },
    status: 'active',
    priority: 5,
    listed: null,
    delisted: null,
    names: [{ source: 'ccxt:binance', symbol: id, venueSymbol: id.replace('/', ''), from: null, to: null }],
    ...over,
  };
}

/** A record whose states follow one another at the given times. */
export function record(...states: readonly (readonly [fromUs: number, state: Security])[]): SecurityRecord {
  const versions = states.map(
    ([fromUs, state], i) => ({ fromUs, by: 'ann', action: i === 0 ? 'create' : 'change', security: state }) as const,
  );
  return { id: versions[0]?.security.id ?? '', version: versions.length, versions };
}
