import { HistoryError } from '../../ports/history-source.ts';
import { type ConnectorSettings, defineConnector } from '../connector/settings.ts';
import { ccxtConnector } from './ccxt.ts';

/** Any exchange of ccxt: its public data needs no key. */
export default defineConnector({
  id: 'ccxt',
  title: 'crypto exchanges by ccxt: ccxt:binance, ccxt:kraken, ccxt:coinbase, ccxt:okx, ccxt:bybit and a hundred more',
  keys: [],
  open: async (settings: ConnectorSettings) => {
    if (settings.variant === undefined) throw new HistoryError('unknown-venue', 'ccxt needs the name of an exchange, like ccxt:binance');
    return ccxtConnector(settings.variant, settings);
  },
});
