import { expect, test } from 'vitest';
import { BarSeries } from '../../../console/source/logic/bar-series.ts';

const bar = (time: number, close = 1) => ({ time, open: 1, high: 2, low: 0.5, close });

test('[UI-02] a bar that is known or newer is drawn alone; one that belongs before the end has all drawn anew, ascending', () => {
  const series = new BarSeries();
  expect(series.take([bar(60)])).toEqual({ kind: 'all', bars: [bar(60)] });
  expect(series.take([bar(60, 1.5), bar(120)])).toEqual({ kind: 'each', bars: [bar(60, 1.5), bar(120)] });
  expect(series.take([bar(0), bar(60, 1.6)])).toEqual({ kind: 'all', bars: [bar(0), bar(60, 1.6), bar(120)] });
  expect(series.take([bar(0, 1.1)])).toEqual({ kind: 'each', bars: [bar(0, 1.1)] });
  expect(series.take([bar(180)])).toEqual({ kind: 'each', bars: [bar(180)] });
});

test('[UI-02] bars that are new and ascending follow each other', () => {
  const series = new BarSeries();
  series.take([bar(60)]);
  expect(series.take([bar(120), bar(180)])).toEqual({ kind: 'each', bars: [bar(120), bar(180)] });
});
