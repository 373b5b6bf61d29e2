import type * as z from 'zod';
import type * as research from '../../../shared/contracts/research.ts';
import type * as schemas from '../../../shared/contracts/schemas.ts';
import type * as studies from '../../../shared/contracts/studies.ts';

export type Backtest = z.infer<typeof schemas.Backtest>;
export type BarsPage = z.infer<typeof schemas.BarsPage>;
export type Bar = z.infer<typeof schemas.Bar>;
export type CreateDataset = z.input<typeof schemas.CreateDataset>;
export type Dataset = z.infer<typeof schemas.Dataset>;
export type DatasetUpload = z.infer<typeof schemas.DatasetUpload>;
export type EquityPage = z.infer<typeof schemas.EquityPage>;
export type ParameterInfo = z.infer<typeof schemas.ParameterInfo>;
export type Problem = z.infer<typeof schemas.Problem>;
export type RulesExplained = z.infer<typeof research.RulesExplained>;
export type StrategyInfo = z.infer<typeof schemas.StrategyInfo>;
export type TradeRow = z.infer<typeof schemas.TradeRow>;
export type TradesPage = z.infer<typeof schemas.TradesPage>;

export type StudyKind = studies.StudyKind;
export type Sweep = studies.Sweep;
export type SweepRow = studies.SweepRow;
export type WalkForward = studies.WalkForward;
export type MonteCarlo = studies.MonteCarlo;
export type Paths = z.infer<typeof studies.Paths>;
export type Quote = studies.Quote;
/** A study of any kind, by its kind. */
export type Study =
  | ({ readonly kind: 'sweep' } & Sweep)
  | ({ readonly kind: 'walk-forward' } & WalkForward)
  | ({ readonly kind: 'monte-carlo' } & MonteCarlo);
