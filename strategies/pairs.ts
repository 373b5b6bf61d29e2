import { float, int } from '../shared/indicators/parameters.ts';
import { KalmanRegression } from '../shared/indicators/statistics/kalman-regression.ts';
import { testCointegration } from '../shared/research/correlation/engle-granger.ts';
import { definePortfolioStrategy, type Leg } from '../shared/strategies/portfolio.ts';

/** How far the two sides may be from the money that they should be worth against each other. */
const NEUTRAL_RATIO = 0.01;

/** Closes after which an entry that has not filled is taken for refused. */
const LONGEST_DELAY = 10;

/** The line of one log price on the other over a formation window, and the filter that goes on from it. */
interface Fit {
  readonly slope: number;
  readonly intercept: number;
  readonly deviation: number;
  readonly middle: number;
  readonly width: number;
  readonly filter: KalmanRegression;
}

/** Engle and Granger (1987) for the test, Gatev, Goetzmann and Rouwenhorst (2006) for equal money on both sides, Chan (2013), ch. 3, for the filter. */
export default definePortfolioStrategy({
  id: 'pairs',
  about:
    'Two instruments whose log prices are cointegrated over the window so far: sells the one that is dear by the line between them, buys the other, until they are back on it. Both sides or none. Loses where what held them together breaks.',
  params: {
    formation: int(250, { min: 30, max: 5000, about: 'bars in the window that the test and the line are made of' }),
    refit: int(20, { min: 1, max: 1000, about: 'bars from one test to the next' }),
    probability: float(0.05, {
      min: 0.001,
      max: 1,
      step: 0.005,
      about: 'p-value of the test below which they are traded; 1 trades always',
    }),
    entry: float(2, { min: 0.25, max: 6, step: 0.25, about: 'deviations from the line to enter at' }),
    exit: float(0.5, { min: -2, max: 5, step: 0.25, about: 'deviations from the line to leave at' }),
    stop: float(4, { min: 0.5, max: 20, step: 0.5, about: 'deviations from the line at which the pair is given up' }),
    kalman: int(0, { min: 0, max: 1, about: '1 lets the line wander from test to test by a Kalman filter' }),
    memory: int(250, { min: 10, max: 100_000, about: 'bars that the filter remembers' }),
    hedged: int(0, { min: 0, max: 1, about: '0 puts equal money on both sides, 1 as much on the second as the slope says' }),
    share: float(0.9, { min: 0.05, max: 1, step: 0.05, about: 'share of the equity on both sides together' }),
  },
  check: ({ entry, exit, stop }) =>
    exit >= entry
      ? { field: 'exit', reason: `must be below entry (${entry})` }
      : stop <= entry
        ? { field: 'stop', reason: `must be above entry (${entry})` }
        : undefined,
  indicators: () => ({}),
  /**
   * The line, bars until the next test, and money on the second side for one on the first. Closes since orders were asked for, those that the last entry
   * took to fill, and whether one is on its way.
   */
  state: () => ({ fit: undefined as Fit | undefined, left: 0, ratio: 1, asked: 0, delay: 1, enters: false }),
  onBars({ legs, params, state, rebalance }) {
    const [first, second, ...more] = legs;
    if (!first || !second || more.length > 0) throw new Error(`pairs trades two instruments, but was given ${legs.length}`);
    const isHeld = first.position !== 0 || second.position !== 0;
    state.asked++;
    // Where orders take their time the sides need not be there at once.
    if (isHeld && state.enters) Object.assign(state, { delay: state.asked, asked: state.asked > 1 ? 0 : 1, enters: false });
    if (isHeld && state.asked < state.delay) return;
    if ([first, second].some((leg) => leg.known && !leg.fresh)) return;
    if (isHeld && trimmed(first, second, state.ratio)) {
      state.asked = 0;
      return;
    }
    if (!first.known || !second.known) return;
    if (--state.left <= 0) {
      state.left = params.refit;
      state.fit = fitOf(first, second, params);
    }
    const { fit } = state;
    if (fit === undefined) return isHeld ? rebalance({}) : undefined;
    const z = distance(fit, { x: Math.log(second.bar.close), y: Math.log(first.bar.close), kalman: params.kalman === 1 });
    if (isHeld) {
      const toLine = first.position > 0 ? -z : z;
      if (toLine <= params.exit || toLine >= params.stop) rebalance({});
    } else if (Math.abs(z) > params.entry && Math.abs(z) < params.stop) {
      const slope = params.kalman === 1 ? ((fit.filter.outputs[0] as number) * fit.deviation) / fit.width : fit.slope;
      state.ratio = params.hedged === 1 ? slope : 1;
      if (!(state.ratio > 0)) return;
      if (state.enters && state.asked <= LONGEST_DELAY) return;
      Object.assign(state, { asked: 0, enters: true });
      const size = (-Math.sign(z) * params.share) / (1 + state.ratio);
      rebalance({ [first.id]: size, [second.id]: -size * state.ratio });
    }
  },
});

/** Takes back what one side holds beyond the other: it was refused there, or filled in part. Whether there was something. */
function trimmed(first: Leg, second: Leg, ratio: number): boolean {
  const money = (leg: Leg) => (leg.position === 0 ? 0 : (Math.abs(leg.value) * leg.entryPrice) / leg.bar.close);
  const [own, other] = [money(first) * ratio, money(second)];
  const excess = 1 - Math.min(own, other) / Math.max(own, other);
  const larger = own > other ? first : second;
  const quantity = excess * Math.abs(larger.position);
  if (excess <= NEUTRAL_RATIO || quantity < larger.instrument.lot) return false;
  first.cancelAll();
  second.cancelAll();
  larger.order({ type: 'market', side: larger.position > 0 ? 'sell' : 'buy', quantity, reduceOnly: true });
  return true;
}

/** The line of the formation window when the test says that they belong together. */
function fitOf(
  first: Leg,
  second: Leg,
  { formation, probability, memory }: { formation: number; probability: number; memory: number },
): Fit | undefined {
  const y = new Float64Array(formation);
  const x = new Float64Array(formation);
  // Back in time over the bars that both have.
  for (let [row, own, other] = [formation - 1, 0, 0]; row >= 0; ) {
    const apartUs = first.bar.ago('time', own) - second.bar.ago('time', other);
    if (Number.isNaN(apartUs)) return undefined;
    if (apartUs === 0) {
      y[row] = Math.log(first.bar.ago('close', own));
      x[row] = Math.log(second.bar.ago('close', other));
      row--;
    }
    if (apartUs >= 0) own++;
    if (apartUs <= 0) other++;
  }
  const [own, other] = [spreadOf(y), spreadOf(x)];
  // A price that stands still says nothing.
  if (!(own.width > 0 && other.width > 0)) return undefined;
  const { p, hedgeRatios, intercept, spread } = testCointegration(y, [x]);
  const deviation = spreadOf(spread).width;
  if (!(p < probability || probability === 1) || deviation === 0) return undefined;
  // In units of the spread and about the middle of the window, so that the noise is 1 and slope and intercept wander alike.
  const filter = new KalmanRegression({ drift: 1 / memory ** 2, noise: 1, start: 1e6 });
  const fit = { slope: hedgeRatios[0] as number, intercept, deviation, middle: other.mean, width: other.width, filter };
  for (let row = 0; row < formation - 1; row++) distance(fit, { x: x[row] as number, y: y[row] as number, kalman: true });
  return fit;
}

/** Deviations of `y` from the line at `x`. The filter takes the row in. */
function distance(
  { slope, intercept, deviation, middle, width, filter }: Fit,
  { x, y, kalman }: { x: number; y: number; kalman: boolean },
): number {
  if (!kalman) return (y - slope * x - intercept) / deviation;
  filter.update((x - middle) / width, (y - slope * middle - intercept) / deviation);
  return (filter.outputs[2] as number) / (filter.outputs[3] as number);
}

function spreadOf(values: Float64Array): { mean: number; width: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, width: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}
