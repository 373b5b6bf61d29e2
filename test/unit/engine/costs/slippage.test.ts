import { describe, expect, test } from 'vitest';
import { defineSlippage } from '../../../../shared/engine/costs/define.ts';
import { parseSlippage } from '../../../../shared/engine/costs/parse-slippage.ts';
import { fillsOf, flatBars, run, scripted } from '../world.ts';

/** Price of a market order of `quantity` at an open of 100 in a bar of volume 1,000. */
function priceOf(slippage: string, side: 'buy' | 'sell', quantity = 100) {
  const bars = flatBars([100, 100]);
  bars.volume.fill(1000);
  const strategy = scripted({ 0: ({ order }) => void order({ type: 'market', side, quantity }) });
  return fillsOf(run(strategy, bars, { cash: 1e6, execution: { slippage: parseSlippage(slippage) } }))[0]?.[3];
}

describe('an order of a tenth of the volume of the bar', () => {
  test.each([
    ['fixed:0.05', 100.05, 99.95, 'an amount of price'],
    ['bps:5', 100.05, 99.95, 'five hundredths of a percent of 100'],
    ['spread:4', 100.02, 99.98, 'half of four hundredths of a percent'],
    ['volume-share:0.1', 100.1, 99.9, '100 x 0.1 x 0.1^2'],
    ['volume-share:0.1:0.025', 100.00625, 99.99375, 'the share is capped: 100 x 0.1 x 0.025^2'],
    ['bps:5,spread:4', 100.07, 99.93, 'they add up'],
  ])('[BT-02] %s: a buy pays %d, a sale gets %d', (text, buy, sell) => {
    expect(priceOf(text, 'buy')).toBeCloseTo(buy, 10);
    expect(priceOf(text, 'sell')).toBeCloseTo(sell, 10);
  });

  test('[BT-02] square root: price x coefficient x volatility x root of the share of the volume', () => {
    // Closes 100, 110, 100, 110: log returns +-0.0953102, mean 0.0953102 / 3, sample deviation 0.1100547.
    const bars = flatBars([100, 110, 100, 110, 100]);
    bars.volume.fill(1000);
    const strategy = scripted({ 3: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 100 }) });
    const slippage = parseSlippage('square-root:0.5');
    const a = Math.log(1.1);
    const deviation = Math.sqrt(((a - a / 3) ** 2 * 2 + (-a - a / 3) ** 2) / 2);
    expect(deviation).toBeCloseTo(0.1100547, 6);
    const [[, , , price] = []] = fillsOf(run(strategy, bars, { cash: 1e6, execution: { slippage } }));
    expect(price).toBeCloseTo(100 * (1 + 0.5 * deviation * Math.sqrt(0.1)), 10);
  });
});

test('[BT-02] in a bar without volume an order is all of it: it never trades for less than in one that it empties', () => {
  const cost = (volume: number) => {
    const bars = flatBars([100, 110, 100, 110, 100]);
    bars.volume.fill(volume);
    const strategy = scripted({ 3: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 100 }) });
    return (text: string) => fillsOf(run(strategy, bars, { cash: 1e6, execution: { slippage: parseSlippage(text) } }))[0]?.[3];
  };
  for (const text of ['square-root:0.5', 'volume-share:0.1']) expect(cost(0)(text)).toBe(cost(100)(text));
  expect(cost(0)('volume-share:0.1')).toBeCloseTo(110, 10);
});

test('[BT-02] limits never slip, whatever the model says; stops do', () => {
  const slippage = parseSlippage('fixed:1');
  const orders = scripted({
    0: ({ order }) => {
      order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 101 });
      order({ type: 'stop', side: 'buy', quantity: 1, stopPrice: 99 });
    },
  });
  expect(fillsOf(run(orders, flatBars([100, 100]), { execution: { slippage } }))).toEqual([
    [1, 'buy', 1, 100],
    [1, 'buy', 1, 101],
  ]);
});

test('[BT-02] a target counts its own impact in: the money suffices, and is nearly used up', () => {
  const bars = flatBars([100, 100, 100]);
  bars.volume.fill(20);
  const result = run(scripted({ 0: ({ target }) => target(1) }), bars, { execution: { slippage: parseSlippage('volume-share:0.1') } });
  const [fill] = result.fills;
  const spent = (fill?.quantity ?? 0) * (fill?.price ?? 0);
  expect(result.unfilled).toEqual([]);
  expect(spent).toBeLessThanOrEqual(1000);
  expect(spent).toBeGreaterThan(990);
});

test('[BT-02] [BT-09] a model of the user is asked like any other, and one that pays the trader is refused', () => {
  const day = defineSlippage({ id: 'two-ticks', about: 'Two ticks.', slip: () => 0.02 });
  expect(parseSlippage('two-ticks', [day]).slip({} as never)).toBe(0.02);
  const kind = defineSlippage({ id: 'gift', about: 'Pays.', slip: () => -1 });
  expect(() => kind.slip({} as never)).toThrow('gift: slip returned -1, but must return 0 or above');
});

test.each([
  ['bsp:5', 'slippage "bsp" is not known (did you mean bps?); there are fixed, bps, spread, volume-share, square-root'],
  ['bps:-1', 'slippage bps is "-1", but must be a number of 0 or above, like bps:5'],
  ['spread:1:2', 'slippage spread is "1:2"'],
])('[SR-13] %s is refused in words', (text, message) => {
  expect(() => parseSlippage(text)).toThrow(message);
});
