import { type ConnectorSettings, defineConnector, keysOf } from '../connector/settings.ts';
import { Kite } from './kite.ts';

const KEYS = ['KITE_API_KEY', 'KITE_ACCESS_TOKEN'] as const;

/** NSE and BSE by Zerodha's Kite Connect, version 3. The access token ends every morning. */
export default defineConnector({
  id: 'kite',
  title: 'NSE and BSE by Zerodha Kite',
  keys: KEYS,
  open: async (settings: ConnectorSettings) => {
    const keys = keysOf('kite', KEYS, settings.environment);
    return new Kite(settings, { apiKey: keys.KITE_API_KEY, accessToken: keys.KITE_ACCESS_TOKEN });
  },
});
