const LOG_ROOT_2_PI = 0.918_938_533_204_672_7;
const TINY = 1e-300;
const PRECISION = 1e-16;

/** Density of the standard normal. */
function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x - LOG_ROOT_2_PI);
}

/**
 * Share of a standard normal below `x`, to about 14 digits, the far tails included: the power series near the middle (Abramowitz & Stegun 26.2.11),
 * the continued fraction of the tail beyond three deviations (26.2.14).
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const size = Math.abs(x);
  if (size > 3) {
    let fraction = size;
    for (let k = 120; k > 0; k--) fraction = size + k / fraction;
    const tail = size > 40 ? 0 : normalDensity(size) / fraction;
    return x > 0 ? 1 - tail : tail;
  }
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > PRECISION * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + normalDensity(x) * sum;
}

/** The value that a standard normal stays below with probability `p`: a rational start (Abramowitz & Stegun 26.2.23), then Newton's steps. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`probability ${p} must be between 0 and 1`);
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  let x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (let step = 0; step < 3; step++) {
    const miss = (normalCdf(x) - tail) / normalDensity(x);
    // Halley's correction: the density falls with x.
    x -= miss / (1 + (x * miss) / 2);
  }
  return p < 0.5 ? x : -x;
}

/** Probability that a standard normal is at least as far from 0 as `z`, on either side. */
export function normalTwoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/** Probability that Student's t with `df` degrees of freedom is at least as far from 0 as `t`. Student (1908); Abramowitz & Stegun 26.7.1. */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`degrees of freedom are ${df}, but must be above 0`);
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** Natural logarithm of the gamma function of a positive number: Stirling's series (Abramowitz & Stegun 6.1.41), stepped up to where it is exact. */
export function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 12) shift -= Math.log(at++);
  const inverse = 1 / (at * at);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / at;
  return shift + (at - 0.5) * Math.log(at) - at + LOG_ROOT_2_PI + series;
}

/** The regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz & Stegun 26.5.8; Lentz 1976). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side; the other side is its mirror.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * value;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
