import type { Indicator } from '../define.ts';

/** The indicators of market breadth. */
export const BREADTH: readonly Indicator[] = [];
