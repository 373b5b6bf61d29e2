/** What is counted over the markets of a universe. */
export const BREADTH_COLUMNS = [
  'advances',
  'declines',
  'unchanged',
  'advancingVolume',
  'decliningVolume',
  'highs',
  'lows',
  'above',
  'counted',
] as const;
export type BreadthColumn = (typeof BREADTH_COLUMNS)[number];
