import { normalCdf } from '../statistics/distributions.ts';

/** What is taken out of the series first: nothing, a level, a level and a line. */
export type Trend = 'n' | 'c' | 'ct';

/** Critical values of a test that rejects when the statistic is below them. */
export interface CriticalValues {
  readonly '1%': number;
  readonly '5%': number;
  readonly '10%': number;
}

/** How many series can be tested together: MacKinnon's tables of p-values end here. */
export const SERIES_MAX = 6;

/**
 * Distribution of tau without a bound on the sample: below `least` and above `most` the probability is 0 and 1; up to `star` it is the normal's at a
 * polynomial of second degree in tau, above at one of third degree, lowest power first. One row for each number of series, 1 first.
 * MacKinnon (1994), "Approximate Asymptotic Distribution Functions for Unit-Root and Cointegration Tests", J. Business & Economic Statistics 12(2).
 */
interface Distribution {
  readonly least: number;
  readonly star: number;
  readonly most: number;
  readonly small: readonly number[];
  readonly large: readonly number[];
}

const row = (bounds: readonly [number, number, number], small: readonly number[], large: readonly number[]): Distribution => ({
  least: bounds[0],
  star: bounds[1],
  most: bounds[2],
  small,
  large,
});

const DISTRIBUTIONS: Readonly<Record<Trend, readonly Distribution[]>> = {
  n: [row([-19.04, -1.04, Infinity], [0.6344, 1.2378, 0.032496], [0.4797, 0.93557, -0.06999, 0.033066])],
  c: [
    row([-18.83, -1.61, 2.74], [2.1659, 1.4412, 0.038269], [1.7339, 0.93202, -0.12745, -0.010368]),
    row([-18.86, -2.62, 0.92], [2.92, 1.5012, 0.039796], [2.1945, 0.64695, -0.29198, -0.042377]),
    row([-23.48, -3.13, 0.55], [3.4699, 1.4856, 0.03164], [2.5893, 0.45168, -0.36529, -0.050074]),
    row([-28.07, -3.47, 0.61], [3.9673, 1.4777, 0.026315], [3.0387, 0.45452, -0.33666, -0.041921]),
    row([-25.96, -3.78, 0.79], [4.5509, 1.5338, 0.029545], [3.5049, 0.52098, -0.29158, -0.033468]),
    row([-23.27, -3.93, 1], [5.1399, 1.6036, 0.034445], [3.9489, 0.58933, -0.25359, -0.02721]),
  ],
  ct: [
    row([-16.18, -2.89, 0.7], [3.2512, 1.6047, 0.049588], [2.5261, 0.61654, -0.37956, -0.060285]),
    row([-21.15, -3.19, 0.63], [3.6646, 1.5419, 0.036448], [2.85, 0.5272, -0.36622, -0.051695]),
    row([-25.37, -3.5, 0.71], [4.0983, 1.5173, 0.029898], [3.221, 0.5255, -0.32685, -0.041501]),
    row([-26.63, -3.65, 0.93], [4.5844, 1.5338, 0.028796], [3.652, 0.59758, -0.27483, -0.032081]),
    row([-26.53, -3.8, 1.19], [5.0722, 1.5634, 0.029472], [4.0712, 0.66428, -0.23464, -0.02546]),
    row([-26.18, -4.36, 1.42], [5.53, 1.5914, 0.030392], [4.4735, 0.71757, -0.20681, -0.021196]),
  ],
};

/**
 * Response surfaces of the critical values at 1 %, 5 % and 10 %: a polynomial in 1 / rows, lowest power first. One row for each number of series.
 * MacKinnon (2010), "Critical Values for Cointegration Tests", Queen's Economics Department Working Paper 1227, tables 1 to 3.
 */
const SURFACES: Readonly<Record<Trend, readonly (readonly (readonly number[])[])[]>> = {
  n: [
    [
      [-2.56574, -2.2358, -3.627],
      [-1.941, -0.2686, -3.365, 31.223],
      [-1.61682, 0.2656, -2.714, 25.364],
    ],
  ],
  c: [
    [
      [-3.43035, -6.5393, -16.786, -79.433],
      [-2.86154, -2.8903, -4.234, -40.04],
      [-2.56677, -1.5384, -2.809],
    ],
    [
      [-3.89644, -10.9519, -33.527],
      [-3.33613, -6.1101, -6.823],
      [-3.04445, -4.2412, -2.72],
    ],
    [
      [-4.29374, -14.4354, -33.195, 47.433],
      [-3.74066, -8.5632, -10.852, 27.982],
      [-3.45218, -6.2143, -3.718],
    ],
    [
      [-4.64332, -18.1031, -37.972],
      [-4.096, -11.2349, -11.175],
      [-3.8102, -8.3931, -4.137],
    ],
    [
      [-4.95756, -21.8883, -45.142],
      [-4.41519, -14.0405, -12.575],
      [-4.13157, -10.7417, -3.784],
    ],
    [
      [-5.24568, -25.6688, -57.737, 88.639],
      [-4.70693, -16.9178, -17.492, 60.007],
      [-4.42501, -13.1875, -5.104, 27.877],
    ],
  ],
  ct: [
    [
      [-3.95877, -9.0531, -28.428, -134.155],
      [-3.41049, -4.3904, -9.036, -45.374],
      [-3.12705, -2.5856, -3.925, -22.38],
    ],
    [
      [-4.32762, -15.4387, -35.679],
      [-3.78057, -9.5106, -12.074],
      [-3.49631, -7.0815, -7.538, 21.892],
    ],
    [
      [-4.66305, -18.7688, -49.793, 104.244],
      [-4.1189, -11.8922, -19.031, 77.332],
      [-3.83511, -9.0723, -8.504, 35.403],
    ],
    [
      [-4.9694, -22.4694, -52.599, 51.314],
      [-4.42871, -14.5876, -18.228, 39.647],
      [-4.14633, -11.25, -9.873, 54.109],
    ],
    [
      [-5.25276, -26.2183, -59.631, 50.646],
      [-4.71537, -17.3569, -22.66, 91.359],
      [-4.43422, -13.6078, -10.238, 76.781],
    ],
    [
      [-5.51727, -29.976, -75.222, 202.253],
      [-4.98228, -20.305, -25.224, 132.03],
      [-4.70233, -16.1253, -9.836, 94.272],
    ],
  ],
};

/** How likely a statistic this low is when there is a unit root (1 series) or no cointegration (2 to 6). */
export function mackinnonP(statistic: number, series: number, trend: Trend): number {
  const { least, star, most, small, large } = entry(DISTRIBUTIONS, series, trend);
  if (statistic < least) return 0;
  if (statistic > most) return 1;
  return normalCdf(polynomial(statistic <= star ? small : large, statistic));
}

/** Critical values for a sample of `rows` rows. */
export function mackinnonCritical(rows: number, series: number, trend: Trend): CriticalValues {
  const [one, five, ten] = entry(SURFACES, series, trend).map((surface) => polynomial(surface, 1 / rows));
  return { '1%': one as number, '5%': five as number, '10%': ten as number };
}

function entry<T>(table: Readonly<Record<Trend, readonly T[]>>, series: number, trend: Trend): T {
  const found = table[trend][series - 1];
  if (found === undefined) throw new RangeError(`MacKinnon's tables have no entry for ${series} series with trend "${trend}"`);
  return found;
}

function polynomial(powers: readonly number[], x: number): number {
  return powers.reduceRight((sum, factor) => sum * x + factor, 0);
}
