import { ResearchError } from '../error.ts';

const MULTIPLIERS: readonly number[] = [0, 1, 1.5, 2, 3, 5];

/** The trades as they were, had their costs been so many times as large. Money in the account's currency. */
export interface StressedCosts {
  readonly multiplier: number;
  readonly netProfit: number;
  readonly endEquity: number;
  /** Share of the trades that still earn. */
  readonly winRate: number;
  /** Gross profits over gross losses; null when nothing is lost. */
  readonly profitFactor: number | null;
  /** Trade by trade, as a positive fraction of the running peak. */
  readonly maxDrawdown: number;
}

export interface CostStress {
  readonly rows: readonly StressedCosts[];
  /** Costs may be so many times as large before nothing is earned; null without costs, 0 when it loses even without them. */
  readonly breakEvenMultiplier: number | null;
}

/** `pnl` of trades, net of `costs`, with the costs multiplied: by 1 they are unchanged. Throws `ResearchError` for columns of different lengths or a negative number. */
export function stressedPnl(pnl: Float64Array, costs: Float64Array, multiplier: number): Float64Array {
  if (costs.length !== pnl.length)
    throw new ResearchError('costs', `costs has ${costs.length} trades, but must have the ${pnl.length} of pnl`);
  if (!(multiplier >= 0)) throw new ResearchError('multiplier', `multiplier is ${multiplier}, but must be 0 or more`);
  const odd = costs.findIndex((cost) => !(cost >= 0));
  if (odd >= 0) throw new ResearchError('costs', `cost ${odd} is ${costs[odd]}, but must be 0 or more`);
  return pnl.map((value, i) => value - (multiplier - 1) * (costs[i] as number));
}

/** What the same trades make when costs are several times what was assumed; sizes and entries stay as they were. */
export function costStress(
  { pnl, costs, startEquity }: { readonly pnl: Float64Array; readonly costs: Float64Array; readonly startEquity: number },
  multipliers: readonly number[] = MULTIPLIERS,
): CostStress {
  const rows = multipliers.map((multiplier) => ({ multiplier, ...outcomeOf(stressedPnl(pnl, costs, multiplier), startEquity) }));
  const cost = costs.reduce((sum, value) => sum + value, 0);
  const gross = pnl.reduce((sum, value) => sum + value, 0) + cost;
  return { rows, breakEvenMultiplier: cost > 0 ? Math.max(0, gross / cost) : null };
}

function outcomeOf(pnl: Float64Array, startEquity: number): Omit<StressedCosts, 'multiplier'> {
  let [equity, peak, maxDrawdown, won, lost, wins] = [startEquity, startEquity, 0, 0, 0, 0];
  for (const value of pnl) {
    if (value > 0) {
      won += value;
      wins++;
    } else lost -= value;
    equity += value;
    peak = Math.max(peak, equity);
    maxDrawdown = Math.max(maxDrawdown, (peak - equity) / peak);
  }
  return {
    netProfit: equity - startEquity,
    endEquity: equity,
    winRate: pnl.length === 0 ? 0 : wins / pnl.length,
    profitFactor: lost > 0 ? won / lost : null,
    maxDrawdown,
  };
}
