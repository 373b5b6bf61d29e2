import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { MarketEvent } from '../../../shared/contracts/events.ts';
import { DAY_US, HOUR_US, MINUTE_US } from '../../../shared/domain/time.ts';
import { barBytes } from '../../../shared/market/content.ts';
import { SeededRandom } from '../../../shared/market/noise.ts';
import { synthesiseBars } from '../../../shared/market/synthetic-bars.ts';
import { syntheticHeartbeat, syntheticTrades } from '../../../shared/market/synthetic-trades.ts';

const START = Date.UTC(2024, 0, 1) * 1000;
const sha = (chunks: readonly Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

test('[MD-07] synthetic bars have the same bytes on every machine', () => {
  const bars = synthesiseBars({ seed: 42, bars: 5000, timeframeUs: HOUR_US, startUs: START });
  expect(sha(barBytes(bars))).toBe('6d82c8b8b06eac89255fdf9224f9971a4dd3f5b3dd9d748c7711561633f2512d');
  expect(bars.length).toBe(5000);
});

test('synthetic bars are sound, differ by seed, and stay in a plausible range', () => {
  const bars = synthesiseBars({ seed: 1, bars: 100_000, timeframeUs: MINUTE_US, startUs: START, price: 60_000 });
  let squares = 0;
  for (let i = 0; i < bars.length; i++) {
    const [open, high, low, close, volume] = [bars.open[i], bars.high[i], bars.low[i], bars.close[i], bars.volume[i]] as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (!(low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && volume >= 0))
      throw new Error(`bar ${i} is not sound`);
    squares += (close / open - 1) ** 2;
  }
  const yearly = Math.sqrt((squares / bars.length) * 365 * 24 * 60);
  expect(yearly).toBeGreaterThan(0.3);
  expect(yearly).toBeLessThan(1.5);
  expect(sha(barBytes(synthesiseBars({ seed: 2, bars: 100, timeframeUs: MINUTE_US, startUs: START })))).not.toBe(
    sha(barBytes(synthesiseBars({ seed: 3, bars: 100, timeframeUs: MINUTE_US, startUs: START }))),
  );
});

test('wrong options are named with their value', () => {
  const good = { seed: 1, bars: 10, timeframeUs: MINUTE_US, startUs: START };
  expect(() => synthesiseBars({ ...good, bars: 0 })).toThrow('bars is 0, but must be a whole number from 1');
  expect(() => synthesiseBars({ ...good, price: -1 })).toThrow('price is -1');
});

test('any span of the synthetic market is a part of the same market, whoever asks and when', () => {
  const options = { seed: 9, instrument: 'BTC/USDT' };
  const whole = syntheticTrades({ ...options, fromUs: START, toUs: START + 10 * MINUTE_US });
  const cuts = [0, 1, 17_300_000, 17_300_001, 3 * MINUTE_US, 9.5 * MINUTE_US, 10 * MINUTE_US];
  const parts = cuts.slice(1).flatMap((to, i) => syntheticTrades({ ...options, fromUs: START + (cuts[i] as number), toUs: START + to }));
  expect(parts).toEqual(whole);
  expect(new Set(whole.map(({ eventId }) => eventId)).size).toBe(whole.length);
});

test('the synthetic market makes two to five trades a second, valid on the wire and labelled', () => {
  const trades = syntheticTrades({ seed: 9, instrument: 'ETH/USDT', fromUs: START, toUs: START + HOUR_US });
  expect(trades.length).toBeGreaterThan(2 * 3600);
  expect(trades.length).toBeLessThan(5 * 3600);
  for (const trade of trades) {
    expect(trade.synthetic).toBe(true);
    if (!MarketEvent.safeParse(trade).success) throw new Error(JSON.stringify(trade));
  }
  expect(MarketEvent.safeParse(syntheticHeartbeat('ETH/USDT', START)).success).toBe(true);
});

test('the price of the synthetic market moves like one: a little in a minute, some in a day, and is the same forever', () => {
  const at = (timeUs: number) =>
    Number(syntheticTrades({ seed: 9, instrument: 'BTC/USDT', fromUs: timeUs, toUs: timeUs + 1_000_000 })[0]?.price);
  for (let day = 0; day < 30; day++) {
    const price = at(START + day * DAY_US);
    expect(Math.abs(at(START + day * DAY_US + MINUTE_US) / price - 1)).toBeLessThan(0.01);
    expect(price).toBeGreaterThan(20_000);
    expect(price).toBeLessThan(100_000);
  }
  expect(
    sha([
      new TextEncoder().encode(
        JSON.stringify(syntheticTrades({ seed: 9, instrument: 'BTC/USDT', fromUs: START, toUs: START + MINUTE_US })),
      ),
    ]),
  ).toBe('edff03ac77207436fb950ba3aa2493950e03d2496dd408719761a23ad1f232cd');
});

test('the random numbers are even: mean a half, variance a twelfth, normals of variance one', () => {
  const random = new SeededRandom(5);
  let [sum, squares, normals] = [0, 0, 0];
  for (let i = 0; i < 100_000; i++) {
    const x = random.next();
    sum += x;
    squares += (x - 0.5) ** 2;
    normals += random.normal() ** 2;
  }
  expect(sum / 100_000).toBeCloseTo(0.5, 2);
  expect(squares / 100_000).toBeCloseTo(1 / 12, 2);
  expect(normals / 100_000).toBeCloseTo(1, 1);
});
