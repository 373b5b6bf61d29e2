import type { Pattern } from '../pattern.ts';

/** Every chart pattern, sorted by id. */
export const CHART_PATTERNS: readonly Pattern[] = [];
