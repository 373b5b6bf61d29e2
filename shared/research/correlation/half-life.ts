/**
 * Rows until half of a distance from the mean is gone, when the series follows an Ornstein-Uhlenbeck process: ln 2 over its speed, which is -ln of the
 * coefficient of `values` on the row before (least squares with a constant; Ornstein & Uhlenbeck 1930). Null when it does not return to a mean: a
 * coefficient of 1 or more, or of 0 or less, which is no decay.
 */
export function halfLife(values: ArrayLike<number>): number | null {
  const n = values.length - 1;
  let [meanBefore, meanAfter] = [0, 0];
  for (let t = 0; t < n; t++) {
    meanBefore += (values[t] as number) / n;
    meanAfter += (values[t + 1] as number) / n;
  }
  let [spread, product] = [0, 0];
  for (let t = 0; t < n; t++) {
    const before = (values[t] as number) - meanBefore;
    spread += before * before;
    product += before * ((values[t + 1] as number) - meanAfter);
  }
  const coefficient = product / spread;
  return coefficient > 0 && coefficient < 1 ? -Math.LN2 / Math.log(coefficient) : null;
}
