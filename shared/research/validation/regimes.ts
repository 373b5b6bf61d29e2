import { sharpe } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';
import { checkWhole } from './ranges.ts';

/** Regimes of a market by code: 0 is not known yet, then falling or rising times calm, normal or wild. */
export const REGIMES = [
  'unknown',
  'falling calm',
  'falling normal',
  'falling wild',
  'rising calm',
  'rising normal',
  'rising wild',
] as const;
export type Regime = (typeof REGIMES)[number];

export interface RegimeOptions {
  /** Rows that trend and volatility look back; 63, a quarter of trading days, when left out. */
  readonly window?: number;
  /** Rows that the volatility is ranked among; 252 when left out. */
  readonly memory?: number;
}

/**
 * The regime that each row began in, as codes of `REGIMES`, from closes before it only: the sign of the change over the window, and the third in which the
 * deviation of the window's returns lies among those of the rows before. A row's own return never decides its regime. Unknown until the memory is full.
 * Throws `ResearchError` for a window or memory that is too short.
 */
export function marketRegimes(close: Float64Array, { window = 63, memory = 252 }: RegimeOptions = {}): Uint8Array {
  checkWhole('window', window, 2);
  checkWhole('memory', memory, 3);
  const deviations = rollingDeviations(close, window);
  const regimes = new Uint8Array(close.length);
  for (let row = window + memory + 1; row < close.length; row++) {
    const known = row - 1;
    const own = deviations[known] as number;
    let calmer = 0;
    for (let past = known - memory; past < known; past++) if ((deviations[past] as number) < own) calmer++;
    const third = Math.min(2, Math.floor((3 * calmer) / memory));
    const rising = (close[known] as number) >= (close[known - window] as number);
    regimes[row] = 1 + (rising ? 3 : 0) + third;
  }
  return regimes;
}

/** Deviation of the last `window` returns at each row; 0 before there are as many. */
function rollingDeviations(close: Float64Array, window: number): Float64Array {
  const deviations = new Float64Array(close.length);
  const change = (row: number) => (close[row] as number) / (close[row - 1] as number) - 1;
  for (let row = window; row < close.length; row++) {
    // Summed anew: what a running sum leaves of a crash would outlast it.
    let [sum, squares] = [0, 0];
    for (let back = 0; back < window; back++) {
      const value = change(row - back);
      sum += value;
      squares += value * value;
    }
    deviations[row] = Math.sqrt(Math.max(0, squares - (sum * sum) / window) / (window - 1));
  }
  return deviations;
}

/** What a strategy made of the rows of one regime. */
export interface RegimeResult {
  readonly regime: Regime;
  readonly periods: number;
  /** Share of all periods. */
  readonly share: number;
  /** Compounded over the periods of the regime alone. */
  readonly totalReturn: number;
  /** Annualised; null without a deviation. */
  readonly sharpe: number | null;
}

/** Returns by the regime that each period began in, in the order of `REGIMES`; those that never were are left out. Throws `ResearchError` for columns of different lengths. */
export function returnsByRegime(returns: Float64Array, regimes: Uint8Array, perYear: number): RegimeResult[] {
  if (regimes.length !== returns.length)
    throw new ResearchError('regimes', `regimes has ${regimes.length} rows, but must have the ${returns.length} of returns`);
  return REGIMES.flatMap((regime, code) => {
    const own = returns.filter((_, row) => regimes[row] === code);
    if (own.length === 0) return [];
    const totalReturn = own.reduce((equity, value) => equity * (1 + value), 1) - 1;
    return [{ regime, periods: own.length, share: own.length / returns.length, totalReturn, sharpe: sharpe(own, perYear) }];
  });
}
