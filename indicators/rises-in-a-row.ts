import { defineIndicator } from '../shared/indicators/define.ts';
import { int } from '../shared/indicators/parameters.ts';
import { Cell, steps } from '../shared/indicators/steps.ts';

/** A sample of an indicator of one's own: any file of this folder joins the catalogue. */
export default defineIndicator({
  id: 'rises-in-a-row',
  name: 'Rises in a row',
  group: 'momentum',
  about: 'How many of the last rows in a row have risen, counted up to a limit.',
  inputs: ['close'],
  parameters: { most: int(10, { min: 1, max: 100, about: 'where the count stops' }) },
  outputs: ['value'],
  unit: 100,
  warmup: () => 1,
  settle: ({ most }) => most,
  source: 'A count; written for this folder.',
  kernel: ({ most }) =>
    steps(1, ({ part }) => {
      const [before, rises] = [part(new Cell(Number.NaN)), part(new Cell(0))];
      return (x) => {
        const last = before.value;
        before.value = x;
        if (Number.isNaN(last)) return Number.NaN;
        return (rises.value = x > last ? Math.min(most, rises.value + 1) : 0);
      };
    }),
});
