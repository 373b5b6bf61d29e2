/** Products of every pair of columns of a regression, its target last; `gram[i][j]`, symmetric, the lower half is read. */
export type Gram = readonly Float64Array[];

/** A pivot below this share of its column's squares is rounding: the column is made of those before it. */
const COLLINEAR_RATIO = 1e-13;

/**
 * The lower triangle L of a Gram matrix (L L' = gram), row by row (Cholesky; Golub & Van Loan, Matrix Computations, ch. 4.2); undefined when a column
 * is a sum of those before it. The last row holds the target in terms of the columns made orthogonal: the squares that each explains.
 * `L[last][last]` squared is what stays unexplained, and may be zero.
 */
export function cholesky(gram: Gram): Float64Array[] | undefined {
  const size = gram.length;
  const lower = gram.map(() => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    const row = lower[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const other = lower[j] as Float64Array;
      let value = (gram[i] as Float64Array)[j] as number;
      for (let k = 0; k < j; k++) value -= (row[k] as number) * (other[k] as number);
      if (i !== j) row[j] = value / (other[j] as number);
      else if (i === size - 1) row[i] = Math.sqrt(Math.max(0, value));
      else if (value > COLLINEAR_RATIO * ((gram[i] as Float64Array)[i] as number)) row[i] = Math.sqrt(value);
      else return undefined;
    }
  }
  return lower;
}

/** Coefficients of the least-squares fit of the last column of a factored Gram matrix on the others. */
export function coefficients(lower: readonly Float64Array[]): Float64Array {
  const count = lower.length - 1;
  const fit = (lower[count] as Float64Array).slice(0, count);
  for (let i = count - 1; i >= 0; i--) {
    for (let k = i + 1; k < count; k++) fit[i] = (fit[i] as number) - ((lower[k] as Float64Array)[i] as number) * (fit[k] as number);
    fit[i] = (fit[i] as number) / ((lower[i] as Float64Array)[i] as number);
  }
  return fit;
}

/** The Gram matrix of columns of one length. */
export function gramOf(columns: readonly ArrayLike<number>[]): Float64Array[] {
  return columns.map((a, i) =>
    Float64Array.from({ length: columns.length }, (_, j) => {
      if (j > i) return 0;
      const b = columns[j] as ArrayLike<number>;
      let sum = 0;
      for (let row = 0; row < a.length; row++) sum += (a[row] as number) * (b[row] as number);
      return sum;
    }),
  );
}
