import type { AssetClass, Instrument } from './instrument.ts';

/** Quote currencies by which a symbol written in one word (BTCUSDT, EURUSD) is split; longer ones first. */
const QUOTES = ['USDT', 'USDC', 'BUSD', 'USD', 'EUR', 'GBP', 'JPY', 'CHF', 'AUD', 'CAD', 'NZD', 'BTC', 'ETH', 'BNB'];
/** Of data that says nothing of lots: fine enough for any market, coarse enough to count in whole lots. */
const FINEST = 1e-8;

/** The instrument of data that carries only a symbol, as a CSV file does: lots and ticks of 1e-8, the currency read from the symbol (`BTC/USDT`), else US dollars. */
export function instrumentOfSymbol(symbol: string, assetClass: AssetClass): Instrument {
  const { base, currency } = splitSymbol(symbol, assetClass);
  return { id: symbol, symbol, assetClass, base, currency, tick: FINEST, lot: FINEST, multiplier: 1, calendar: CALENDARS[assetClass] ?? 'NYSE' };
}

const CALENDARS: Partial<Record<AssetClass, string>> = { crypto: '24/7', fx: 'FX' };

function splitSymbol(symbol: string, assetClass: AssetClass): { base: string; currency: string } {
  const pair = symbol.replace(/^[^:/]+:(?=.+[/_-])/, '').replace(/:.*$/, '');
  const [base, currency] = pair.split(/[/_-]/);
  if (base !== undefined && base !== '' && currency !== undefined && currency !== '') return { base, currency };
  const quote = assetClass === 'crypto' || assetClass === 'fx' ? QUOTES.find((one) => pair.length > one.length && pair.endsWith(one)) : undefined;
  return quote === undefined ? { base: symbol, currency: 'USD' } : { base: pair.slice(0, -quote.length), currency: quote };
}
