import type { Indicator } from '../define.ts';
import { heikinAshi } from './heikin-ashi.ts';
import { pivotClassic, pivotFibonacci, pivotCamarilla, pivotWoodie, pivotDemark } from './pivots.ts';
import { avgPrice, medianPrice, typicalPrice, weightedClose, percentReturn, logReturn } from './transforms.ts';

/** The indicators of price transforms. */
export const PRICE: readonly Indicator[] = [
  heikinAshi,
  pivotClassic,
  pivotFibonacci,
  pivotCamarilla,
  pivotWoodie,
  pivotDemark,
  avgPrice,
  medianPrice,
  typicalPrice,
  weightedClose,
  percentReturn,
  logReturn,
];
