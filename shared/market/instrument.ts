import type { Bars } from '../domain/bars.ts';
import { type AssetClass, type Instrument, USUAL_CALENDARS } from '../domain/instrument.ts';
import { DAY_US } from '../domain/time.ts';
import { COINS, CRYPTO_QUOTES, FIAT, METALS, VENUES } from './currencies.ts';

export interface InstrumentHints {
  readonly symbol?: string;
  /** What the file itself names. */
  readonly fileSymbol?: string;
  readonly fileName?: string;
  /** Wins over everything that could be inferred. */
  readonly assetClass?: AssetClass;
  readonly bars?: Bars;
}

/** Smallest step of price and quantity where a file says none: one hundred-millionth. */
const DEFAULT_STEP = 1e-8;
const MAX_SYMBOL = 40;

/**
 * The instrument that a file of bars is about. The symbol given wins over the one in the file, that over the file's name.
 * Asset class: the one given; else both sides fiat are fx; a coin or a crypto quote is crypto; else bars at weekends make it crypto, none equity.
 */
export function inferInstrument(hints: InstrumentHints): Instrument {
  const symbol = hints.symbol ?? nameOf(hints.fileSymbol) ?? symbolOfFileName(hints.fileName) ?? 'UNKNOWN';
  const pair = splitPair(symbol);
  const assetClass = hints.assetClass ?? classOf(pair, hints.bars);
  return {
    id: symbol,
    symbol,
    assetClass,
    base: pair?.base ?? withoutVenue(symbol.toUpperCase()),
    currency: pair?.quote ?? 'USD',
    tick: DEFAULT_STEP,
    lot: DEFAULT_STEP,
    multiplier: 1,
    calendar: USUAL_CALENDARS[assetClass],
  };
}

/** `BTC/USDT`, `btc-usd`, `ETH_BTC`, `BTCUSDT`, `EURUSD` and `KRAKEN:BTC/USD` in two; undefined when a symbol is no pair. */
export function splitPair(symbol: string): { readonly base: string; readonly quote: string } | undefined {
  const text = withoutVenue(symbol.toUpperCase());
  const parted = /^([A-Z0-9]{2,15})[/_-]([A-Z]{3,5})(:[A-Z]+)?$/.exec(text);
  if (parted && isQuote(parted[2] as string)) return { base: parted[1] as string, quote: parted[2] as string };
  const perpetual = /^([A-Z0-9]{2,15})[/_-]?PERP$/.exec(text);
  if (perpetual && COINS.has(perpetual[1] as string)) return { base: perpetual[1] as string, quote: 'USD' };
  const quote = CRYPTO_QUOTES.find((end) => text.endsWith(end) && text.length >= end.length + 2);
  if (
    quote !== undefined &&
    /^[A-Z0-9]{2,15}$/.test(text.slice(0, -quote.length)) &&
    (quote.length > 3 || COINS.has(text.slice(0, -quote.length)))
  ) {
    return { base: text.slice(0, -quote.length), quote };
  }
  const [base, fiat] = [text.slice(0, -3), text.slice(-3)];
  if (FIAT.has(fiat) && (FIAT.has(base) || METALS.has(base) || COINS.has(base))) return { base, quote: fiat };
  return undefined;
}

/** Symbol in a name like `BTCUSDT-1h-2021.csv`, `ETH_BTC-5m.csv` or `binance_DASHUSDT_1m.csv`; undefined when there is none. Pairs come out as BASE/QUOTE. */
export function symbolOfFileName(fileName: string | undefined): string | undefined {
  if (fileName === undefined) return undefined;
  const stem = (fileName.split(/[/\\]/).at(-1) ?? '').replace(/\.(csv|txt|tsv|parquet|pq)$/i, '');
  const words = stem.split(/[-_. ]+/).filter((word) => word !== '' && !VENUES.has(word.toUpperCase()));
  for (let i = 0; i < words.length; i++) {
    const [word, next] = [words[i] as string, words[i + 1]];
    const pair =
      (next !== undefined && /^[A-Za-z0-9]{2,10}$/.test(word) && !/^\d+$/.test(word) ? splitPair(`${word}/${next}`) : undefined) ??
      splitPair(word);
    if (pair) return `${pair.base}/${pair.quote}`;
  }
  const first = words[0];
  return first !== undefined && /^[A-Za-z][A-Za-z0-9]{0,9}$/.test(first) ? first.toUpperCase() : undefined;
}

/** Whether any bar opens on a Saturday, or on a Sunday before noon, UTC: currency and commodity markets are shut then. */
export function hasWeekendBars({ time }: Bars): boolean {
  for (const timeUs of time) {
    const days = Math.floor(timeUs / DAY_US);
    // 1970-01-01 was a Thursday.
    const weekday = (((days + 4) % 7) + 7) % 7;
    if (weekday === 6 || (weekday === 0 && timeUs - days * DAY_US < DAY_US / 2)) return true;
  }
  return false;
}

function classOf(pair: ReturnType<typeof splitPair>, bars: Bars | undefined): AssetClass {
  if (pair && METALS.has(pair.base)) return 'commodity';
  if (pair && FIAT.has(pair.base) && FIAT.has(pair.quote)) return 'fx';
  if (pair && (COINS.has(pair.base) || !FIAT.has(pair.quote))) return 'crypto';
  return bars !== undefined && hasWeekendBars(bars) ? 'crypto' : 'equity';
}

/** What stands behind `KRAKEN:`; in `BTC/USDT:USDT` a colon says what a contract settles in. */
function withoutVenue(symbol: string): string {
  return symbol.replace(/^[A-Z0-9]+:(?=.)/, '');
}

function isQuote(text: string): boolean {
  return FIAT.has(text) || CRYPTO_QUOTES.includes(text);
}

/** A symbol named in a file, if the platform can carry it. */
function nameOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9][A-Za-z0-9./:_-]*$/.test(text) && text.length <= MAX_SYMBOL ? text : undefined;
}
