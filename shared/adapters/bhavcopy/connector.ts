import { HistoryError } from '../../ports/history-source.ts';
import { type ConnectorSettings, defineConnector, keysOf } from '../connector/settings.ts';
import { Bhavcopy, EXCHANGES, type IndianExchange } from './bhavcopy.ts';

const KEYS = ['BHAVCOPY_FOLDER'] as const;

/** Daily bars of India out of the files that the exchanges publish every evening, kept in a folder. */
export default defineConnector({
  id: 'bhavcopy',
  title: 'daily bars of bhavcopy:nse (default) or bhavcopy:bse, out of the files in a folder',
  keys: KEYS,
  open: async ({ variant = 'nse', environment }: ConnectorSettings) => {
    if (!EXCHANGES.includes(variant as IndianExchange)) {
      throw new HistoryError('unknown-venue', `bhavcopy has no exchange "${variant}"; it has ${EXCHANGES.join(', ')}`);
    }
    return new Bhavcopy(variant as IndianExchange, keysOf('bhavcopy', KEYS, environment).BHAVCOPY_FOLDER);
  },
});
