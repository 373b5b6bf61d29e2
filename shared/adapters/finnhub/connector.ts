import { type ConnectorSettings, defineConnector, keysOf } from '../connector/settings.ts';
import { Finnhub } from './finnhub.ts';

const KEYS = ['FINNHUB_TOKEN'] as const;

/** US stocks by Finnhub: trades as they happen. Its past bars need a paid plan. */
export default defineConnector({
  id: 'finnhub',
  title: 'US stocks by Finnhub',
  keys: KEYS,
  open: async (settings: ConnectorSettings) => new Finnhub(settings, keysOf('finnhub', KEYS, settings.environment).FINNHUB_TOKEN),
});
