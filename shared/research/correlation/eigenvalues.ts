const SWEEPS_MAX = 60;

/** Eigenvalues of a symmetric matrix, ascending, by rotations that clear one pair at a time (Jacobi 1846; Golub & Van Loan, ch. 8.5). */
export function eigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => Float64Array.from(row));
  const cell = (i: number, j: number) => (a[i] as Float64Array)[j] as number;
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    let rest = 0;
    for (let p = 0; p < a.length; p++) {
      for (let q = p + 1; q < a.length; q++) {
        rest += cell(p, q) ** 2;
        if (cell(p, q) !== 0) rotate(a, p, q);
      }
    }
    if (rest < 1e-30) break;
  }
  return a.map((_, i) => cell(i, i)).sort((x, y) => x - y);
}

function rotate(a: readonly Float64Array[], p: number, q: number): void {
  const rowP = a[p] as Float64Array;
  const rowQ = a[q] as Float64Array;
  const ratio = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * (rowP[q] as number));
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(ratio, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of a) {
    const [x, y] = [row[p] as number, row[q] as number];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [rowP[k] as number, rowQ[k] as number];
    rowP[k] = cosine * x - sine * y;
    rowQ[k] = sine * x + cosine * y;
  }
}
