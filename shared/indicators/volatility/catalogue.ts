import type { Indicator } from '../define.ts';
import { accbands } from './accbands.ts';
import { atr } from './atr.ts';
import { atrTrailingStop } from './atr-trailing-stop.ts';
import { bollinger } from './bollinger.ts';
import { bollingerBandwidth, bollingerPercentB } from './bollinger-measures.ts';
import { donchian } from './donchian.ts';
import { ulcerIndex } from './ulcer-index.ts';
import { natr } from './natr.ts';
import { atrBands, keltner, starc } from './range-bands.ts';
import { averageRange, chaikinVolatility, choppiness, donchianWidth, massIndex, rangeIndex, trueRangePercent } from './ranges.ts';
import { downsideDeviation, ewmaVolatility, garmanKlass, historicalVolatility, parkinson, rogersSatchell, yangZhang } from './realised.ts';
import { relativeVolatility } from './relative-volatility.ts';
import { squeezeMomentum } from './squeeze-momentum.ts';
import { standardErrorBands } from './standard-error-bands.ts';
import { trueRange } from './true-range.ts';

/** The indicators of volatility. */
export const VOLATILITY: readonly Indicator[] = [
  accbands,
  atr,
  atrBands,
  atrTrailingStop,
  averageRange,
  bollinger,
  bollingerBandwidth,
  bollingerPercentB,
  chaikinVolatility,
  choppiness,
  donchian,
  donchianWidth,
  downsideDeviation,
  ewmaVolatility,
  garmanKlass,
  historicalVolatility,
  keltner,
  massIndex,
  natr,
  parkinson,
  rangeIndex,
  relativeVolatility,
  rogersSatchell,
  squeezeMomentum,
  standardErrorBands,
  starc,
  trueRange,
  trueRangePercent,
  ulcerIndex,
  yangZhang,
];
