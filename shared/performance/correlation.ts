/** Spread of a column about its mean below this share of its squares is rounding of a column that does not move. */
const STILL_RATIO = 1e-28;

/** Pearson's correlation of two columns of one length, -1..1; NaN for fewer than two rows or when one of them does not move. Pearson (1895). */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += (a[i] as number) / n;
    meanB += (b[i] as number) / n;
  }
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = (a[i] as number) - meanA;
    const y = (b[i] as number) - meanB;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (n < 2 || aa <= STILL_RATIO * n * meanA * meanA || bb <= STILL_RATIO * n * meanB * meanB) return Number.NaN;
  return Math.max(-1, Math.min(1, ab / Math.sqrt(aa) / Math.sqrt(bb)));
}

/** Pearson's correlation of every pair of columns: symmetric, 1 on the diagonal, NaN where one of the two does not move. */
export function correlationMatrix(columns: readonly ArrayLike<number>[]): number[][] {
  const matrix = columns.map(() => columns.map(() => 1));
  for (let i = 0; i < columns.length; i++) {
    for (let j = 0; j < i; j++) {
      const value = pearson(columns[i] as ArrayLike<number>, columns[j] as ArrayLike<number>);
      (matrix[i] as number[])[j] = value;
      (matrix[j] as number[])[i] = value;
    }
  }
  return matrix;
}
