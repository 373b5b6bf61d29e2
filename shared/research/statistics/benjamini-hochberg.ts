/**
 * Adjusted p-values: those at or below `level` are findings of which, on average, no more than that share are false, if the tests are independent or
 * depend positively. Benjamini & Hochberg (1995), "Controlling the False Discovery Rate". In the order given.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => (pValues[b] as number) - (pValues[a] as number));
  const adjusted = pValues.map(() => 1);
  let smallest = 1;
  for (const [fromLargest, i] of order.entries()) {
    const rank = pValues.length - fromLargest;
    smallest = Math.min(smallest, ((pValues[i] as number) * pValues.length) / rank);
    adjusted[i] = smallest;
  }
  return adjusted;
}
