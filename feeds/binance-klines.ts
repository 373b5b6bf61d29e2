import { defineFeed, textOf } from '../shared/market/feed.ts';

/** Times of 2025 and later stand in microseconds in Binance's daily files, in milliseconds in the answers of its API. */
const MICROSECONDS_FROM = 1e14;

/** Binance, "Spot REST API", Kline/Candlestick data: a list of [open time, open, high, low, close, volume, ...], numbers as texts. */
export default defineFeed({
  id: 'binance-klines',
  about: 'What GET /api/v3/klines answers, kept as a file: a JSON list of lists.',
  records: (bytes) => JSON.parse(textOf(bytes)) as readonly (readonly (number | string)[])[],
  row([time, open, high, low, close, volume]) {
    if (typeof time !== 'number') throw new Error(`open time is ${time}, but must be a number`);
    const timeUs = time < MICROSECONDS_FROM ? time * 1000 : time;
    return { timeUs, open: Number(open), high: Number(high), low: Number(low), close: Number(close), volume: Number(volume) };
  },
});
