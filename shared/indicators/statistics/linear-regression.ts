import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { int } from '../parameters.ts';
import { RollingRegression } from '../rolling-regression.ts';
import { steps } from '../steps.ts';

/** Kernel of what `read` finds on the line of least squares through the last `period` values; NaN before there are so many. */
function ofLine(period: number, read: (line: RollingRegression) => number): Kernel {
  return steps(1, ({ part }) => {
    const line = part(new RollingRegression(period));
    return (x) => (line.push(x) ? read(line) : Number.NaN);
  });
}

const SHARED = {
  group: 'statistics',
  inputs: ['close'],
  parameters: { period: int(14, { min: 2, max: 5000, about: 'rows that the line goes through' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }: { period: number }) => period - 1,
  settle: ({ period }: { period: number }) => period - 1,
  source: 'Draper & Smith (1998), Applied Regression Analysis, ch. 1; ids and places like TA-Lib.',
} as const;

export const linearreg = defineIndicator({
  ...SHARED,
  id: 'linearreg',
  name: 'Linear regression',
  about: 'Where the line of least squares through the last rows ends: an average nearly without lag, also known as LSMA.',
  kernel: ({ period }) => ofLine(period, (line) => line.lineAt(period - 1)),
});

export const linearregSlope = defineIndicator({
  ...SHARED,
  id: 'linearreg-slope',
  name: 'Linear regression slope',
  about: 'Rise a row of the line of least squares through the last rows.',
  kernel: ({ period }) => ofLine(period, (line) => line.slope),
});

export const linearregIntercept = defineIndicator({
  ...SHARED,
  id: 'linearreg-intercept',
  name: 'Linear regression intercept',
  about: 'Where the line of least squares through the last rows starts, at the oldest of them.',
  kernel: ({ period }) => ofLine(period, (line) => line.lineAt(0)),
});

export const linearregAngle = defineIndicator({
  ...SHARED,
  id: 'linearreg-angle',
  name: 'Linear regression angle',
  about: 'Angle of the line of least squares in degrees, -90 to 90; it depends on the unit of the price.',
  unit: 180,
  kernel: ({ period }) => ofLine(period, (line) => (Math.atan(line.slope) * 180) / Math.PI),
});

export const tsf = defineIndicator({
  ...SHARED,
  id: 'tsf',
  name: 'Time series forecast',
  about: 'Where the line of least squares through the last rows will be one row on.',
  kernel: ({ period }) => ofLine(period, (line) => line.lineAt(period)),
});

export const rSquared = defineIndicator({
  ...SHARED,
  id: 'r-squared',
  name: 'R-squared',
  about: 'Share of the movement of the last rows that a straight line explains, 0 to 1; 0 when nothing moved.',
  unit: 1,
  kernel: ({ period }) => ofLine(period, (line) => (line.spread === 0 ? 0 : line.explained / line.spread)),
});

export const standardError = defineIndicator({
  ...SHARED,
  id: 'standard-error',
  name: 'Standard error of the regression',
  about: 'How far the last rows stand from their line of least squares: the root of the squares about it over period - 2.',
  parameters: { period: int(14, { min: 3, max: 5000, about: 'rows that the line goes through' }) },
  kernel: ({ period }) => ofLine(period, (line) => Math.sqrt((line.spread - line.explained) / (period - 2))),
});
