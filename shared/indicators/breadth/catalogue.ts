import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Cell, type Kit, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { type BreadthDefinition, defineBreadth } from './define.ts';

const SHARED = { group: 'breadth', inputs: ['advances', 'declines'], parameters: {}, outputs: ['value'] } as const;
const NOW = { warmup: () => 0, settle: () => 0 } as const;
const LEVEL = 'Its level depends on the first row; only its changes mean something.';
const AVERAGES = {
  fast: int(19, { min: 1, max: 1000, about: 'period of the fast average' }),
  slow: int(39, { min: 1, max: 1000, about: 'period of the slow average' }),
};

/** Share of the advances in all that moved, less that of the declines, -1 to 1; 0 when nothing moved. */
const net = (advances: number, declines: number) => (advances + declines === 0 ? 0 : (advances - declines) / (advances + declines));

const advanceDeclineLine = defineBreadth({
  ...SHARED,
  ...NOW,
  id: 'advance-decline-line',
  name: 'Advance/decline line',
  about: `Running count of the markets that rose less those that fell. ${LEVEL}`,
  unit: 'volume',
  source: 'Ayres (1926), as in Morris (2006), The Complete Guide to Market Breadth Indicators, ch. 3.',
  kernel: () =>
    steps(2, ({ part }) => {
      const line = part(new Cell(0));
      return (advances, declines) => (line.value += advances - declines);
    }),
});

const advanceDeclineRatio = defineBreadth({
  ...SHARED,
  ...NOW,
  id: 'advance-decline-ratio',
  name: 'Advance/decline ratio',
  about: 'Markets that rose for each that fell; when none fell, as if one had.',
  unit: 1,
  source: 'Morris (2006), The Complete Guide to Market Breadth Indicators, ch. 3.',
  kernel: () => steps(2, () => (advances, declines) => advances / Math.max(1, declines)),
});

/** Fast less slow average of the net advances, in thousandths of the markets that moved, so that the size of the universe does not count. */
function mcclellan({ part }: Kit, fast: number, slow: number): (advances: number, declines: number) => number {
  const quick = part(new Ema(fast));
  const calm = part(new Ema(slow));
  return (advances, declines) => {
    const share = 1000 * net(advances, declines);
    return quick.update(share) - calm.update(share);
  };
}

const mcclellanOscillator = defineBreadth({
  ...SHARED,
  id: 'mcclellan-oscillator',
  name: 'McClellan oscillator',
  about: 'Fast exponential average of the net advances, in thousandths of the markets that moved, less a slow one.',
  parameters: AVERAGES,
  unit: 100,
  warmup: ({ fast, slow }) => Math.max(fast, slow) - 1,
  settle: ({ fast, slow }) => Math.max(fast, slow) - 1 + rowsToForget(2 / (Math.max(fast, slow) + 1)),
  source: 'McClellan & McClellan (1970), Patterns for Profit; ratio-adjusted by Miekka.',
  kernel: ({ fast, slow }) => steps(2, (kit) => mcclellan(kit, fast, slow)),
});

const mcclellanSummation = defineBreadth({
  ...SHARED,
  id: 'mcclellan-summation',
  name: 'McClellan summation index',
  about: `Running sum of the McClellan oscillator. ${LEVEL}`,
  parameters: AVERAGES,
  unit: 1000,
  warmup: ({ fast, slow }) => Math.max(fast, slow) - 1,
  settle: ({ fast, slow }) => Math.max(fast, slow) - 1 + rowsToForget(2 / (Math.max(fast, slow) + 1)),
  source: 'McClellan & McClellan (1970), Patterns for Profit; ratio-adjusted by Miekka.',
  kernel: ({ fast, slow }) =>
    steps(2, (kit) => {
      const line = mcclellan(kit, fast, slow);
      const total = kit.part(new Cell(0));
      return (advances, declines) => {
        const oscillator = line(advances, declines);
        return Number.isNaN(oscillator) ? Number.NaN : (total.value += oscillator);
      };
    }),
});

const breadthThrust = defineBreadth({
  ...SHARED,
  id: 'breadth-thrust',
  name: 'Zweig breadth thrust',
  about: 'Exponential average of the share of the advances in all that moved: from below 0.4 to above 0.615 within ten rows is a thrust.',
  parameters: { period: int(10, { min: 1, max: 1000, about: 'period of the average' }) },
  unit: 1,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1 + rowsToForget(2 / (period + 1)),
  source: 'Zweig (1986), Winning on Wall Street, ch. 6; 0.5 when nothing moved.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const average = part(new Ema(period));
      return (advances, declines) => average.update((net(advances, declines) + 1) / 2);
    }),
});

const trin = defineBreadth({
  ...SHARED,
  ...NOW,
  id: 'trin',
  name: 'Arms index',
  about: 'Advances a decline over their volumes: below 1 the volume goes into what rises; 1 where one of the four is 0.',
  inputs: ['advances', 'declines', 'advancingVolume', 'decliningVolume'],
  unit: 1,
  source: 'Arms (1989), The Arms Index (TRIN), ch. 2.',
  kernel: () =>
    steps(
      4,
      () => (advances, declines, rising, falling) =>
        advances * declines * rising * falling === 0 ? 1 : advances / declines / (rising / falling),
    ),
});

const highLowIndex = defineBreadth({
  ...SHARED,
  id: 'new-high-low',
  name: 'New highs less new lows',
  about:
    'Markets at a new high less those at a new low, and their running count. Its level depends on the first row; only its changes mean something.',
  inputs: ['highs', 'lows'],
  outputs: ['net', 'line'],
  ...NOW,
  unit: 'volume',
  source: 'Morris (2006), The Complete Guide to Market Breadth Indicators, ch. 6.',
  kernel: () =>
    steps(
      2,
      ({ part, out }) => {
        const line = part(new Cell(0));
        return (highs, lows) => {
          out[1] = line.value += highs - lows;
          return highs - lows;
        };
      },
      2,
    ),
});

const percentAbove = defineBreadth({
  ...SHARED,
  id: 'percent-above-average',
  name: 'Percent above average',
  about:
    'Percent of the markets whose close stands above its simple average, and the change of it since the row before; 0 where none has one.',
  inputs: ['above', 'counted'],
  outputs: ['percent', 'change'],
  unit: 100,
  warmup: () => 1,
  settle: () => 1,
  source: 'Morris (2006), The Complete Guide to Market Breadth Indicators, ch. 9.',
  kernel: () =>
    steps(
      2,
      ({ part, out }) => {
        const before = part(new Lag(1));
        return (above, counted) => {
          const percent = counted === 0 ? 0 : (100 * above) / counted;
          out[1] = percent - before.push(percent);
          return percent;
        };
      },
      2,
    ),
});

/** The indicators of market breadth, sorted by id. They read the columns of `marketBreadth`, so a strategy of one market cannot declare them. */
export const MARKET_BREADTH: readonly BreadthDefinition[] = [
  advanceDeclineLine,
  advanceDeclineRatio,
  breadthThrust,
  mcclellanOscillator,
  mcclellanSummation,
  highLowIndex,
  percentAbove,
  trin,
];
