/** Why a name cannot be that of a new indicator, or nothing. `taken` are the ids that there are. */
export function indicatorNameFault(name: string, taken: readonly string[] = []): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60) {
    return `indicator name "${name}" must be kebab-case, like range-position: lower-case letters, digits and single hyphens, a letter first, at most 60`;
  }
  return taken.includes(name) ? `there is an indicator "${name}" already; choose another name` : undefined;
}

/** Text of a new indicator, for `indicators/ID.ts`: it compiles and keeps the contract as it is. Throws when the id is not kebab-case. */
export function indicatorTemplate(id: string): string {
  checkName(id);
  return `import { defineIndicator } from '../shared/indicators/define.ts';
import { int } from '../shared/indicators/parameters.ts';
import { steps } from '../shared/indicators/steps.ts';
import { Ema, rowsToForget } from '../shared/indicators/trend/ema.ts';

export default defineIndicator({
  id: '${id}',
  name: '${id}',
  group: 'momentum',
  about: 'How far the close is from its exponential average, in percent of the average.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 500, about: 'bars in the average' }) },
  outputs: ['value'],
  unit: 100,
  // The first row, counted from 0, whose value is known; and rows until what came before the first no longer counts.
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1 + rowsToForget(2 / (period + 1)),
  source: 'Where the formula is from: book and page, paper, or your own.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      // What one row leaves to the next must be a part: then it can be saved, and live trading goes on where it stopped.
      const average = part(new Ema(period));
      return (close) => {
        const middle = average.update(close);
        return middle === 0 ? 0 : (100 * (close - middle)) / middle;
      };
    }),
});
`;
}

/** Text of its test, for `test/unit/indicators/ID.test.ts`: it passes as it is. Throws when the id is not kebab-case. */
export function indicatorTestTemplate(id: string): string {
  checkName(id);
  return `import { expect, test } from 'vitest';
import indicator from '../../../indicators/${id}.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { checkIndicator } from '../../../shared/indicators/check.ts';
import { barsOfCloses } from '../../support/random-bars.ts';

test('${id} keeps the contract of indicators', () => {
  expect(checkIndicator(indicator).checks.filter(({ fault }) => fault !== undefined)).toEqual([]);
});

test('${id} of closes that a hand can follow', () => {
  // With a period of 3 the average is 11, then 11.5 and 13.75; the value is what the close is above it.
  const [values] = computeIndicator(indicator(3), barsOfCloses([10, 11, 12, 12, 16]));
  expect([...(values as Float64Array)].map((value) => Number(value.toFixed(4)))).toEqual([NaN, NaN, 9.0909, 4.3478, 16.3636]);
});
`;
}

function checkName(id: string): void {
  const fault = indicatorNameFault(id);
  if (fault !== undefined) throw new Error(fault);
}
