import '../scripts/sound-code.ts';

/** Median and minimum of the seconds that `work` takes, after one run that does not count. */
export function measure(work: () => void, runs = 7): { median: number; min: number } {
  work();
  const seconds = Array.from({ length: runs }, () => {
    const start = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - start) / 1e9;
  }).sort((a, b) => a - b);
  return { median: seconds[runs >> 1] as number, min: seconds[0] as number };
}

/** Minimum of the seconds that each of two takes, in turns, so that what else the machine does falls on both. */
export function inTurns(one: () => void, other: () => void, rounds = 15): readonly [number, number] {
  let [least, otherLeast] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    least = Math.min(least, measure(one, 1).min);
    otherLeast = Math.min(otherLeast, measure(other, 1).min);
  }
  return [least, otherLeast];
}

/** `12.3 M/s` */
export function rate(count: number, seconds: number): string {
  return `${(count / seconds / 1e6).toFixed(1)} M/s`;
}
