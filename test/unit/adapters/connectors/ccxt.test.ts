import ccxt from '../../../../shared/adapters/ccxt/connector.ts';
import { type ContractSubject, connectorContract } from '../../../support/connector-contract.ts';
import { binanceProtocol } from '../../../venues/binance.ts';
import { bybitProtocol } from '../../../venues/bybit.ts';
import { coinbaseProtocol } from '../../../venues/coinbase.ts';
import { krakenProtocol } from '../../../venues/kraken.ts';
import { okxProtocol } from '../../../venues/okx.ts';

/** The real classes of ccxt and ccxt.pro, each against its exchange's protocol. */
const EXCHANGES: readonly Pick<ContractSubject, 'name' | 'protocol' | 'symbol' | 'currency' | 'history' | 'barsPath'>[] = [
  { name: 'binance', protocol: binanceProtocol, symbol: 'BTC/USDT', currency: 'USDT', history: 'all', barsPath: '/klines' },
  { name: 'kraken', protocol: krakenProtocol, symbol: 'BTC/USD', currency: 'USD', history: 'all', barsPath: '/OHLC' },
  { name: 'coinbase', protocol: coinbaseProtocol, symbol: 'BTC/USD', currency: 'USD', history: 'newest', barsPath: '/candles' },
  { name: 'okx', protocol: okxProtocol, symbol: 'BTC/USDT', currency: 'USDT', history: 'newest', barsPath: 'candles' },
  { name: 'bybit', protocol: bybitProtocol, symbol: 'BTC/USDT', currency: 'USDT', history: 'newest', barsPath: '/kline' },
];

for (const { name, ...exchange } of EXCHANGES) {
  connectorContract({
    ...exchange,
    name: `ccxt:${name}`,
    open: (settings) => ccxt.open({ ...settings, variant: name }),
    keys: {},
    assetClass: 'crypto',
    tells: 'trade',
  });
}
