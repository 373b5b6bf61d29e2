import { HistoryError } from '../../ports/history-source.ts';
import { type ConnectorSettings, defineConnector, keysOf } from '../connector/settings.ts';
import { Oanda, SIDES, type Side } from './oanda.ts';

const KEYS = ['OANDA_ACCOUNT_ID', 'OANDA_TOKEN'] as const;

/** Currencies and metals of OANDA's v20 API. The practice host, unless OANDA_HOST says `trade`. */
export default defineConnector({
  id: 'oanda',
  title: 'currencies by OANDA v20; oanda:mid (default), oanda:bid or oanda:ask bars',
  keys: KEYS,
  open: async (settings: ConnectorSettings) => {
    const side = settings.variant ?? 'mid';
    if (!SIDES.includes(side as Side)) throw new HistoryError('unknown-venue', `oanda has no prices "${side}"; it has ${SIDES.join(', ')}`);
    const keys = keysOf('oanda', KEYS, settings.environment);
    const host = settings.environment['OANDA_HOST'] === 'trade' ? 'trade' : 'practice';
    return new Oanda(settings, { side: side as Side, account: keys.OANDA_ACCOUNT_ID, token: keys.OANDA_TOKEN, host });
  },
});
