/**
 * Indices that keep the look of a long line: of every bucket the first, the lowest, the highest and the last (Jugel et al., "M4", 2014).
 * At a pixel per bucket the drawn line is the same as that of all points; extremes are never lost.
 */
export function visibleIndices(values: ArrayLike<number>, buckets = 2_000): number[] {
  const length = values.length;
  if (length <= buckets * 4) return Array.from({ length }, (_, i) => i);
  const kept: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * length) / buckets);
    const to = Math.floor(((bucket + 1) * length) / buckets);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if ((values[i] as number) < (values[low] as number)) low = i;
      if ((values[i] as number) > (values[high] as number)) high = i;
    }
    kept.push(...new Set([from, Math.min(low, high), Math.max(low, high), to - 1]));
  }
  return kept;
}
