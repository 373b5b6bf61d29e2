import type { MeasuredTrade } from './measured-trade.ts';
import { finiteOrNull, mean } from './returns.ts';

export interface TradeMeasures {
  readonly payoffRatio: number | null;
  readonly kelly: number | null;
  readonly averageMfe: number | null;
  readonly averageMae: number | null;
  readonly edgeRatio: number | null;
}

interface PnlSides {
  readonly winRate: number | null;
  readonly averageWin: number | null;
  readonly averageLoss: number | null;
}

/** Measures of closed round trips beyond those of the core. Sources stand in docs/measures.md. */
export function tradeMeasures(trades: readonly MeasuredTrade[], { winRate, averageWin, averageLoss }: PnlSides): TradeMeasures {
  const payoffRatio = averageWin === null || averageLoss === null ? null : finiteOrNull(averageWin / -averageLoss);
  const known = trades.filter(({ exitTimeUs, mfe, mae }) => exitTimeUs !== null && mfe !== undefined && mae !== undefined);
  const averageMfe = finiteOrNull(mean(known.map(({ mfe }) => mfe as number)));
  const averageMae = finiteOrNull(mean(known.map(({ mae }) => mae as number)));
  return {
    payoffRatio,
    kelly: payoffRatio === null || winRate === null ? null : winRate - (1 - winRate) / payoffRatio,
    averageMfe,
    averageMae,
    edgeRatio: averageMfe === null || averageMae === null ? null : finiteOrNull(averageMfe / -averageMae),
  };
}
