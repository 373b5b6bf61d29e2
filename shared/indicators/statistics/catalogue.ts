import type { Indicator } from '../define.ts';
import { stddev } from './stddev.ts';

/** The indicators of statistics. */
export const STATISTICS: readonly Indicator[] = [stddev];
