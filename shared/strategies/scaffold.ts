/** Why a name cannot be that of a new strategy, or nothing. */
export function strategyNameFault(name: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 60) return undefined;
  return `strategy name "${name}" must be kebab-case, like trend-pullback: lower-case letters, digits and single hyphens, a letter first, at most 60`;
}

/** Text of a new strategy, for `strategies/ID.ts`: it compiles and trades as it is. Throws when the id is not kebab-case. */
export function strategyTemplate(id: string): string {
  checkName(id);
  return `import { ema } from '../shared/indicators/trend/ema.ts';
import { int } from '../shared/indicators/parameters.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

export default defineStrategy({
  id: '${id}',
  about: 'Long while the close is above its exponential average.',
  params: {
    period: int(20, { min: 2, max: 500, about: 'bars in the average' }),
  },
  indicators: ({ period }) => ({ average: ema(period) }),
  // Called at every close once the indicators are known; what it asks for fills from the next open on.
  onBar({ bar, indicators: { average }, target }) {
    if (bar.close > average.value) target(1);
    else target(0);
  },
});
`;
}

/** Text of its test, for `test/unit/strategies/ID.test.ts`: it passes as it is. Throws when the id is not kebab-case. */
export function strategyTestTemplate(id: string): string {
  checkName(id);
  return `import { expect, test } from 'vitest';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { inferInstrument } from '../../../shared/market/instrument.ts';
import strategy from '../../../strategies/${id}.ts';
import { barsOfCloses } from '../../support/random-bars.ts';

/** Falls for 30 bars, rises for 60, falls for 60: one trade for a strategy that follows. */
const closes = Array.from({ length: 150 }, (_, i) => 100 + (i < 30 ? -i : i < 90 ? i - 60 : 120 - i));
const options = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 0 } as const;

test('${id} buys on the way up, sells on the way down, and earns what lies between', () => {
  const instrument = inferInstrument({ symbol: 'BTC/USDT', assetClass: 'crypto' });
  const { trades } = runBacktest({ strategy, values: strategy.parse({}), bars: barsOfCloses(closes), instrument, options });
  expect(trades).toHaveLength(1);
  expect(trades[0]).toMatchObject({ side: 'long' });
  expect(trades[0]?.exitTimeUs).not.toBeNull();
  expect(trades[0]?.pnl).toBeGreaterThan(0);
});

test('${id} refuses a period out of its bounds by name', () => {
  expect(() => strategy.parse({ period: 1 })).toThrow('period is 1');
});
`;
}

/** Text of a new portfolio strategy, for `strategies/ID.ts`: it compiles and trades as it is. Throws when the id is not kebab-case. */
export function portfolioTemplate(id: string): string {
  checkName(id);
  return `import { int } from '../shared/indicators/parameters.ts';
import { sma } from '../shared/indicators/trend/sma.ts';
import { definePortfolioStrategy } from '../shared/strategies/portfolio.ts';

export default definePortfolioStrategy({
  id: '${id}',
  about: 'Holds, in equal parts, what stands above its average; looks once a week.',
  params: {
    period: int(20, { min: 2, max: 500, about: 'bars in the average' }),
  },
  indicators: ({ period }) => ({ average: sma(period) }),
  // Called once for all that closes at a time; the shares are traded at the next opens, and what is not named is closed.
  onBars({ legs, begins, rebalance }) {
    if (!begins('week')) return;
    const strong = legs.filter((leg) => leg.known && leg.bar.close > leg.indicators.average.value);
    rebalance(Object.fromEntries(strong.map((leg) => [leg.id, 1 / strong.length])));
  },
});
`;
}

/** Text of its test, for `test/unit/strategies/ID.test.ts`: it passes as it is. Throws when the id is not kebab-case. */
export function portfolioTestTemplate(id: string): string {
  checkName(id);
  return `import { expect, test } from 'vitest';
import { DAY_US } from '../../../shared/domain/time.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { inferInstrument } from '../../../shared/market/instrument.ts';
import strategy from '../../../strategies/${id}.ts';
import { barsOfCloses } from '../../support/random-bars.ts';

/** A price that rises by one a day, or falls. */
const feed = (symbol: string, step: number) => ({
  instrument: inferInstrument({ symbol }),
  bars: barsOfCloses(
    Array.from({ length: 90 }, (_, day) => 200 + step * day),
    DAY_US,
  ),
});

test('${id} holds what rises, and nothing of what falls', () => {
  const { sleeves, endEquity } = runPortfolio({
    feeds: [feed('BTC/USDT', 1), feed('ETH/USDT', -1)],
    sleeves: [{ strategy, values: strategy.parse({}) }],
    options: { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 0 },
  });
  expect(sleeves[0]?.legs.map(({ instrument, quantity }) => [instrument.base, quantity > 0])).toEqual([
    ['BTC', true],
    ['ETH', false],
  ]);
  expect(endEquity).toBeGreaterThan(10_000);
});
`;
}

function checkName(id: string): void {
  const fault = strategyNameFault(id);
  if (fault !== undefined) throw new Error(fault);
}
