import alpaca from '../../../../shared/adapters/alpaca/connector.ts';
import finnhub from '../../../../shared/adapters/finnhub/connector.ts';
import kite from '../../../../shared/adapters/kite/connector.ts';
import oanda from '../../../../shared/adapters/oanda/connector.ts';
import { connectorContract } from '../../../support/connector-contract.ts';
import { alpacaProtocol } from '../../../venues/alpaca.ts';
import { finnhubProtocol } from '../../../venues/finnhub.ts';
import { kiteProtocol } from '../../../venues/kite.ts';
import { oandaProtocol } from '../../../venues/oanda.ts';

connectorContract({
  name: 'alpaca',
  protocol: alpacaProtocol,
  open: alpaca.open,
  keys: { ALPACA_KEY_ID: 'key', ALPACA_SECRET_KEY: 'secret' },
  symbol: 'AAPL',
  assetClass: 'equity',
  currency: 'USD',
  tells: 'trade',
  locks: true,
  history: 'all',
  barsPath: '/bars',
});

connectorContract({
  name: 'oanda',
  protocol: oandaProtocol,
  open: oanda.open,
  keys: { OANDA_ACCOUNT_ID: 'acc', OANDA_TOKEN: 'token' },
  symbol: 'EUR/USD',
  assetClass: 'fx',
  currency: 'USD',
  tells: 'quote',
  locks: true,
  history: 'none',
  barsPath: '/candles',
});

connectorContract({
  name: 'kite',
  protocol: kiteProtocol,
  open: kite.open,
  keys: { KITE_API_KEY: 'key', KITE_ACCESS_TOKEN: 'access' },
  symbol: 'NSE:INFY',
  assetClass: 'equity',
  currency: 'INR',
  tells: 'trade',
  locks: true,
  sums: true,
  history: 'none',
  barsPath: '/historical/',
});

connectorContract({
  name: 'finnhub',
  protocol: finnhubProtocol,
  open: finnhub.open,
  keys: { FINNHUB_TOKEN: 'token' },
  symbol: 'AAPL',
  assetClass: 'equity',
  currency: 'USD',
  tells: 'trade',
  locks: true,
  history: 'none',
  barsPath: '/candle',
});
