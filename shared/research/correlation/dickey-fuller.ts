import { ResearchError } from '../error.ts';
import { cholesky } from '../statistics/cholesky.ts';
import { type CriticalValues, mackinnonCritical, mackinnonP, type Trend } from './mackinnon.ts';

export interface UnitRootTest {
  /** t of the level in the regression of the changes; -Infinity when the fit is exact. */
  readonly statistic: number;
  readonly p: number;
  readonly critical: CriticalValues;
  /** Earlier changes in the regression, chosen by Akaike's criterion. */
  readonly lags: number;
  /** Rows of the regression. */
  readonly rows: number;
}

export interface UnitRootOptions {
  readonly trend?: Trend;
  /** The most earlier changes to try; ceil(12 (n / 100)^(1/4)) when left out (Schwert 1989). */
  readonly maxLags?: number;
}

/** Rows below which the tables say little. */
export const ROWS_MIN = 20;

/** Columns of the regression by name: 0 is the change to explain, 1 to k the changes before it. */
type Column = 'constant' | 'line' | 'level' | number;

/**
 * Is there a unit root in `values`? Augmented Dickey-Fuller test (Dickey & Fuller 1979; Said & Dickey 1984). The number of lags is the one of the least
 * Akaike information, all fitted to the same rows; the test then uses all rows that this number leaves. Throws `ResearchError` for a series that is too
 * short or does not move.
 */
export function testUnitRoot(values: Float64Array, { trend = 'c', maxLags }: UnitRootOptions = {}): UnitRootTest {
  const { statistic, lags, rows } = dickeyFuller(values, { trend, ...(maxLags === undefined ? {} : { maxLags }) });
  return { statistic, p: mackinnonP(statistic, 1, trend), critical: mackinnonCritical(rows, 1, trend), lags, rows };
}

/** The statistic alone, for tests that have distributions of their own. */
export function dickeyFuller(
  values: Float64Array,
  { trend = 'c', maxLags }: UnitRootOptions = {},
): Pick<UnitRootTest, 'statistic' | 'lags' | 'rows'> {
  const n = values.length;
  if (n < ROWS_MIN) throw new ResearchError('data', `a unit root test of ${n} rows says nothing; ${ROWS_MIN} or more are needed`);
  const fixed: Column[] = trend === 'n' ? [] : trend === 'c' ? ['constant'] : ['constant', 'line'];
  const most = Math.floor(n / 2) - fixed.length - 1;
  const tried = Math.min(most, maxLags ?? Math.ceil(12 * (n / 100) ** 0.25));
  const level = trend === 'n' ? values : withoutLine(values, trend === 'ct');
  const lags = leastAkaike(level, fixed, tried);
  const rows = n - 1 - lags;
  const columns: Column[] = [...fixed, ...upTo(lags), 'level', 0];
  const lower = factor(level, columns, lags);
  const last = lower[columns.length - 1] as Float64Array;
  const explained = last[columns.length - 2] as number;
  const deviation = (last[columns.length - 1] as number) / Math.sqrt(rows - columns.length + 1);
  return { statistic: deviation === 0 ? -Infinity : explained / deviation, lags, rows };
}

/** One factorisation answers for all numbers of lags: a row of it says what each further column explains. */
function leastAkaike(level: Float64Array, fixed: readonly Column[], tried: number): number {
  const columns: Column[] = [...fixed, 'level', ...upTo(tried), 0];
  const lower = factor(level, columns, tried);
  const rows = level.length - 1 - tried;
  const explained = lower[columns.length - 1] as Float64Array;
  let unexplained = (explained[columns.length - 1] as number) ** 2;
  let [best, least] = [tried, Infinity];
  for (let lags = tried; lags >= 0; lags--) {
    const information = rows * Math.log(unexplained / rows) + 2 * (fixed.length + 1 + lags);
    if (information <= least) [best, least] = [lags, information];
    unexplained += (explained[fixed.length + lags] as number) ** 2;
  }
  return best;
}

function factor(level: Float64Array, columns: readonly Column[], start: number): Float64Array[] {
  const lower = cholesky(gram(level, columns, start));
  if (lower === undefined) throw new ResearchError('data', 'the series does not move, or moves by a rule: there is nothing to test');
  return lower;
}

/** Products of the columns over the changes from `start` on. Those of two changes follow from the ones a row before, so each costs no pass of its own. */
function gram(level: Float64Array, columns: readonly Column[], start: number): Float64Array[] {
  const changes = Float64Array.from({ length: level.length - 1 }, (_, t) => (level[t + 1] as number) - (level[t] as number));
  const end = changes.length;
  const viewOf = (column: Column): Float64Array => {
    if (column === 'constant') return new Float64Array(end - start).fill(1);
    if (column === 'line') return Float64Array.from({ length: end - start }, (_, i) => (2 * (start + i)) / end - 1);
    return column === 'level' ? level.subarray(start, end) : changes.subarray(start - column, end - column);
  };
  const views = new Map(columns.map((column) => [column, viewOf(column)]));
  const direct = (a: Column, b: Column) => dot(views.get(a) as Float64Array, views.get(b) as Float64Array);
  const lags = Math.max(...columns.filter((column) => typeof column === 'number'));
  const ofChanges = Array.from({ length: lags + 1 }, (_, j) => Float64Array.of(direct(0, j)));
  for (let i = 1; i <= lags; i++) {
    for (let j = i; j <= lags; j++) {
      const before = (ofChanges[j - 1] as Float64Array)[i - 1] as number;
      const entering = (changes[start - i] as number) * (changes[start - j] as number);
      const leaving = (changes[end - i] as number) * (changes[end - j] as number);
      ofChanges[j] = Float64Array.of(...(ofChanges[j] as Float64Array), before + entering - leaving);
    }
  }
  const product = (a: Column, b: Column) =>
    typeof a === 'number' && typeof b === 'number' ? ((ofChanges[Math.max(a, b)] as Float64Array)[Math.min(a, b)] as number) : direct(a, b);
  return columns.map((a, i) => Float64Array.from({ length: columns.length }, (_, j) => (j > i ? 0 : product(a, columns[j] as Column))));
}

/** The series about its mean, or about its line: the regression has both, so the test is the same and its numbers stay small. */
function withoutLine(values: Float64Array, sloped: boolean): Float64Array {
  const n = values.length;
  const middle = (n - 1) / 2;
  let [mean, slope, spread] = [0, 0, 0];
  for (let t = 0; t < n; t++) mean += (values[t] as number) / n;
  for (let t = 0; t < n; t++) {
    slope += (t - middle) * ((values[t] as number) - mean);
    spread += (t - middle) ** 2;
  }
  slope = sloped ? slope / spread : 0;
  return Float64Array.from(values, (value, t) => value - mean - slope * (t - middle));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function upTo(lags: number): number[] {
  return Array.from({ length: lags }, (_, i) => i + 1);
}
