import { nearest } from '../../domain/nearest.ts';
import { EngineError } from '../error.ts';
import { partsOf } from './parts.ts';
import type { SlippageFill, SlippageModel } from './slippage.ts';

/** Bars before the fill that the volatility of the root model is taken of. */
const VOLATILITY_BARS = 20;

type Make = (amounts: readonly number[]) => (fill: SlippageFill) => number;

interface Kind {
  readonly make: Make;
  /** Amounts that it needs, and that it may have. */
  readonly least: number;
  readonly most: number;
  readonly said: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  fixed: {
    make:
      ([amount = 0]) =>
      () =>
        amount,
    least: 1,
    most: 1,
    said: 'fixed:0.05',
  },
  bps: {
    make:
      ([bps = 0]) =>
      ({ price }) =>
        (price * bps) / 10_000,
    least: 1,
    most: 1,
    said: 'bps:5',
  },
  spread: {
    make:
      ([bps = 0]) =>
      ({ price }) =>
        (price * bps) / 20_000,
    least: 1,
    most: 1,
    said: 'spread:4',
  },
  'volume-share': {
    make:
      ([impact = 0, limit = 1]) =>
      (fill) =>
        volumeShareSlip(fill, impact, limit),
    least: 1,
    most: 2,
    said: 'volume-share:0.1',
  },
  'square-root': {
    make:
      ([coefficient = 1]) =>
      (fill) =>
        squareRootSlip(fill, coefficient),
    least: 1,
    most: 1,
    said: 'square-root:1',
  },
};

/**
 * The slippage model that a text names: one of `models`, or `fixed:0.05` an amount of price, `bps:5` hundredths of a percent of it, `spread:4` half of a
 * spread of so many, `volume-share:0.1` or `volume-share:0.1:0.025` an impact with the square of the share of the volume, `square-root:1` with the root.
 * Several add up. Throws `EngineError`.
 */
export function parseSlippage(text: string, models: readonly SlippageModel[] = []): SlippageModel {
  const model = models.find(({ name }) => name === text);
  if (model) return model;
  if (!text.includes(':')) throw unknownKind(text, models);
  const slips = partsOf('slippage', text).map(({ key, value }) => slipOf(key, value, models));
  return { name: text, slip: (fill) => slips.reduce((sum, slip) => sum + slip(fill), 0) };
}

function slipOf(key: string, value: string, models: readonly SlippageModel[]): (fill: SlippageFill) => number {
  const kind = KINDS[key];
  if (kind === undefined) throw unknownKind(key, models);
  const amounts = value.split(':').map(Number);
  const good = amounts.length >= kind.least && amounts.length <= kind.most && amounts.every((amount) => amount >= 0 && amount < Infinity);
  if (!good) throw new EngineError('slippage', `slippage ${key} is "${value}", but must be a number of 0 or above, like ${kind.said}`);
  return kind.make(amounts);
}

/**
 * Price x impact x (share of the bar's volume)^2, the share capped at `limit`; of a bar without volume the cap.
 * Source: zipline, `VolumeShareSlippage` (price_impact 0.1, volume_limit 0.025); Lean, `VolumeShareSlippageModel`.
 */
function volumeShareSlip({ price, quantity, volume }: SlippageFill, impact: number, limit: number): number {
  const share = volume > 0 ? Math.min(quantity / volume, limit) : limit;
  return price * impact * share * share;
}

/**
 * Price x coefficient x volatility x sqrt(quantity / volume), volatility and volume both of a bar: the square-root law of impact, which scales to any span.
 * In a bar without volume the order is all of it.
 * Volatility is the standard deviation of the log returns of the twenty closes before the bar, 0 when there are fewer than three.
 * Source: Almgren, Thum, Hauptmann, Li (2005), "Direct estimation of equity market impact" (they measure an exponent of 0.6); Toth et al. (2011), eq. 1 (0.5).
 */
function squareRootSlip({ price, quantity, volume, bars, row }: SlippageFill, coefficient: number): number {
  const share = volume > 0 ? quantity / volume : 1;
  return price * coefficient * volatilityBefore(bars.close, row) * Math.sqrt(share);
}

/** Sample standard deviation of the log returns of the closes before `row`, at most `VOLATILITY_BARS` of them. */
function volatilityBefore(close: Float64Array, row: number): number {
  const first = Math.max(1, row - VOLATILITY_BARS);
  const count = row - first;
  if (count < 2) return 0;
  const logReturn = (at: number) => Math.log((close[at] as number) / (close[at - 1] as number));
  let mean = 0;
  for (let at = first; at < row; at++) mean += logReturn(at) / count;
  let squares = 0;
  for (let at = first; at < row; at++) squares += (logReturn(at) - mean) ** 2;
  return Math.sqrt(squares / (count - 1));
}

function unknownKind(given: string, models: readonly SlippageModel[]): EngineError {
  const known = [...Object.keys(KINDS), ...models.map(({ name }) => name)];
  const near = nearest(given, known);
  return new EngineError(
    'slippage',
    `slippage "${given}" is not known${near ? ` (did you mean ${near}?)` : ''}; there are ${known.join(', ')}`,
  );
}
