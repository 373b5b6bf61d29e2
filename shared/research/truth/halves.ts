/**
 * Subsets of `size` of `count` things as bit masks, in an order in which each differs from the one before by one thing put in and one taken out
 * (the revolving door; Nijenhuis & Wilf 1978, Combinatorial Algorithms, ch. 3; Knuth, The Art of Computer Programming 7.2.1.3).
 */
export function revolvingDoor(count: number, size: number): Int32Array {
  if (size === 0) return Int32Array.of(0);
  if (size === count) return Int32Array.of(2 ** count - 1);
  const without = revolvingDoor(count - 1, size);
  const rest = revolvingDoor(count - 1, size - 1);
  const masks = new Int32Array(without.length + rest.length);
  masks.set(without);
  for (let i = 0; i < rest.length; i++) masks[without.length + i] = (rest[rest.length - 1 - i] as number) | (1 << (count - 1));
  return masks;
}

/** Position of the lowest bit set. */
export function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
