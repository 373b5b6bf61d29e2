import { expect, test } from 'vitest';
import { VOLUME } from '../../../shared/indicators/volume/catalogue.ts';
import { ago, type Column, deviation, each, exponential, mean, over, overPairs, sum, wilders } from '../../support/naive.ts';
import { COLUMNS, type Reference, referenceDifference } from '../../support/reference.ts';

const { high, low, close, volume } = COLUMNS;
const before = ago(close, 1);
const typical = each([high, low, close], (h, l, c) => (h + l + c) / 3);
const place = (h: number, l: number, c: number) => (h === l ? 0 : (2 * c - h - l) / (h - l));
const running = (steps: Column, start = 0) => steps.map((_step, i) => steps.slice(0, i + 1).reduce((total, step) => total + step, start));
const grown = (factors: Column) => factors.map((_factor, i) => factors.slice(0, i + 1).reduce((total, factor) => total * factor, 1000));
const known = (xs: Column) => xs.map((x) => (Number.isNaN(x) ? 0 : x));
const weighted = (rows: number) => overPairs(close, volume, rows, (cs, vs) => sum(cs.map((c, i) => c * (vs[i] as number))) / sum(vs));
const withSignal = (line: Column, rows: number) => {
  const signal = exponential(line, rows);
  return [line, signal, each([line, signal], (l, s) => l - s)];
};
const index = (sign: number) =>
  grown(
    each([close, before, volume, ago(volume, 1)], (c, b, v, u) => (sign * (v - u) > 0 ? c / b : 1)).map((x) => (Number.isNaN(x) ? 1 : x)),
  );

/** Klinger's force, with the trend and the ranges added up since its last change found anew for every row. */
function klingerForce(): number[] {
  const total = each([high, low, close], (h, l, c) => h + l + c);
  const range = each([high, low], (h, l) => h - l);
  const trend = total.map((_t, i) => {
    const turn = total.findLastIndex((t, k) => k > 0 && k <= i && t !== total[k - 1]);
    return turn === -1 || (total[turn] as number) > (total[turn - 1] as number) ? 1 : -1;
  });
  return total.map((_t, i) => {
    if (i === 0) return NaN;
    let start = i;
    while (start > 1 && trend[start - 1] === trend[i]) start--;
    const measured = sum(range.slice(start - 1, i + 1));
    const share = measured === 0 ? 0 : Math.abs((2 * (range[i] as number)) / measured - 1);
    return 100 * (volume[i] as number) * share * (trend[i] as number);
  });
}

function katsanos(period: number, cutoff: number, cap: number, smooth: number): number[] {
  const last = ago(typical, 1);
  const noise = each(
    [
      over(
        each([typical, last], (t, l) => Math.log(t / l)),
        30,
        deviation,
      ),
      close,
    ],
    (d, c) => cutoff * d * c,
  );
  const usual = ago(over(volume, period, mean), 1);
  const counted = each([typical, last, noise, volume, usual], (t, l, n, v, u) => {
    return t - l > n ? Math.min(v, cap * u) : t - l < -n ? -Math.min(v, cap * u) : 0;
  });
  return exponential(
    each([over(counted, period, sum), usual], (s, u) => s / u),
    smooth,
  );
}

const REFERENCES: readonly Reference[] = [
  {
    id: 'amihud',
    values: { period: 10 },
    outputs: () => [
      over(
        each([close, before, volume], (c, b, v) => (v === 0 ? 0 : (1e6 * Math.abs((c - b) / b)) / (c * v))),
        10,
        mean,
      ),
    ],
  },
  {
    id: 'cmf',
    values: { period: 9 },
    outputs: () => {
      const flows = each([high, low, close, volume], (h, l, c, v) => v * place(h, l, c));
      return [each([over(flows, 9, sum), over(volume, 9, sum)], (flow, all) => flow / all)];
    },
  },
  {
    id: 'dollar-volume',
    values: { period: 9 },
    outputs: () => [
      over(
        each([typical, volume], (t, v) => t * v),
        9,
        mean,
      ),
    ],
  },
  {
    id: 'ease-of-movement',
    values: { period: 6, scale: 10_000 },
    outputs: () => {
      const middle = each([high, low], (h, l) => (h + l) / 2);
      const way = (m: number, n: number, box: number) => (m - n) / box;
      const steps = each([middle, ago(middle, 1), high, low, volume], (m, n, h, l, v) => (v === 0 ? 0 : way(m, n, v / 10_000 / (h - l))));
      return [over(steps, 6, mean)];
    },
  },
  {
    id: 'force-index',
    values: { period: 7 },
    outputs: () => [
      exponential(
        each([close, before, volume], (c, b, v) => v * (c - b)),
        7,
      ),
    ],
  },
  {
    id: 'klinger',
    values: { fast: 8, slow: 13, signal: 5 },
    outputs: () => {
      const force = klingerForce();
      return withSignal(
        each([exponential(force, 8), exponential(force, 13)], (f, s) => f - s),
        5,
      ).slice(0, 2);
    },
  },
  { id: 'market-facilitation', values: {}, outputs: () => [each([high, low, volume], (h, l, v) => (v === 0 ? 0 : (h - l) / v))] },
  { id: 'nvi', values: {}, outputs: () => [index(-1)] },
  { id: 'pvi', values: {}, outputs: () => [index(1)] },
  {
    id: 'pvo',
    values: { fast: 5, slow: 9, signal: 4 },
    outputs: () =>
      withSignal(
        each([exponential(volume, 5), exponential(volume, 9)], (f, s) => (100 * (f - s)) / s),
        4,
      ),
  },
  { id: 'pvt', values: {}, outputs: () => [running(known(each([close, before, volume], (c, b, v) => (v * (c - b)) / b)))] },
  { id: 'relative-volume', values: { period: 8 }, outputs: () => [each([volume, ago(over(volume, 8, mean), 1)], (v, u) => v / u)] },
  {
    id: 'twiggs-money-flow',
    values: { period: 8 },
    outputs: () => {
      const top = each([high, before], (h, b) => Math.max(h, b));
      const bottom = each([low, before], (l, b) => Math.min(l, b));
      const flow = wilders(
        each([top, bottom, close, volume], (h, l, c, v) => v * place(h, l, c)),
        8,
      );
      return [
        each(
          [
            flow,
            wilders(
              each([volume, before], (v) => v),
              8,
            ),
          ],
          (f, all) => f / all,
        ),
      ];
    },
  },
  { id: 'vfi', values: { period: 20, cutoff: 0.2, cap: 2.5, smooth: 3 }, outputs: () => [katsanos(20, 0.2, 2.5, 3)] },
  {
    id: 'volume-oscillator',
    values: { fast: 4, slow: 9 },
    outputs: () => [each([over(volume, 4, mean), over(volume, 9, mean)], (f, s) => (100 * (f - s)) / s)],
  },
  {
    id: 'volume-roc',
    values: { period: 6 },
    outputs: () => [each([volume, ago(volume, 6)], (v, u) => (u === 0 ? 0 : (100 * (v - u)) / u))],
  },
  {
    id: 'vpci',
    values: { fast: 5, slow: 12 },
    outputs: () => {
      const confirmation = each([weighted(12), over(close, 12, mean)], (w, m) => w - m);
      const ratio = each([weighted(5), over(close, 5, mean)], (w, m) => w / m);
      return [each([confirmation, ratio, over(volume, 5, mean), over(volume, 12, mean)], (c, r, f, s) => c * r * (f / s))];
    },
  },
  {
    id: 'vwmacd',
    values: { fast: 5, slow: 11, signal: 4 },
    outputs: () =>
      withSignal(
        each([weighted(5), weighted(11)], (f, s) => f - s),
        4,
      ),
  },
  {
    id: 'vzo',
    values: { period: 8 },
    outputs: () => {
      const signed = each([close, before, volume], (c, b, v) => Math.sign(c - b) * v);
      return [
        each(
          [
            exponential(signed, 8),
            exponential(
              each([volume, before], (v) => v),
              8,
            ),
          ],
          (n, all) => (100 * n) / all,
        ),
      ];
    },
  },
  {
    id: 'williams-ad',
    values: {},
    outputs: () => [
      running(known(each([high, low, close, before], (h, l, c, b) => (c > b ? c - Math.min(l, b) : c < b ? c - Math.max(h, b) : 0)))),
    ],
  },
];

test.each(REFERENCES)('[IN-04] $id $values is what its definition gives, worked out the plain way', (reference) => {
  expect(referenceDifference(reference)).toBeUndefined();
});

/** Compared with TA-Lib itself, in test/golden/indicators, or worked by hand. */
const ELSEWHERE = ['ad', 'adosc', 'mfi', 'obv', 'vwap', 'vwap-session'];

test('[IN-01] every indicator of volume has a reference', () => {
  const covered = [...REFERENCES.map(({ id }) => id), ...ELSEWHERE];
  expect(VOLUME.map(({ definition }) => definition.id).sort()).toEqual(covered.sort());
});
