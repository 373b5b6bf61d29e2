import type { Indicator } from '../define.ts';

/** The indicators of cycles. */
export const CYCLE: readonly Indicator[] = [];
