import { MINUTE_US } from '../../domain/time.ts';
import { HistoryError } from '../../ports/history-source.ts';
import { type ConnectorSettings, defineConnector, keysOf } from '../connector/settings.ts';
import { Alpaca } from './alpaca.ts';

const KEYS = ['ALPACA_KEY_ID', 'ALPACA_SECRET_KEY'] as const;
/** The free plan gives one exchange live, or all of them a quarter of an hour late. */
const DELAYS_US: Readonly<Record<string, number>> = { iex: 0, sip: 0, delayed_sip: 15 * MINUTE_US };

/** US stocks of Alpaca's market data API, version 2. */
export default defineConnector({
  id: 'alpaca',
  title: 'US stocks by Alpaca; alpaca:iex (default), alpaca:sip or alpaca:delayed_sip',
  keys: KEYS,
  open: async (settings: ConnectorSettings) => {
    const feed = settings.variant ?? 'iex';
    const delayUs = Object.hasOwn(DELAYS_US, feed) ? DELAYS_US[feed] : undefined;
    if (delayUs === undefined) {
      throw new HistoryError('unknown-venue', `alpaca has no feed "${feed}"; it has ${Object.keys(DELAYS_US).join(', ')}`);
    }
    const keys = keysOf('alpaca', KEYS, settings.environment);
    return new Alpaca(settings, { feed, delayUs, id: keys.ALPACA_KEY_ID, secret: keys.ALPACA_SECRET_KEY });
  },
});
