import { defineIndicator } from '../define.ts';
import { float } from '../parameters.ts';
import { steps } from '../steps.ts';
import { StopAndReverse } from './stop-and-reverse.ts';

/** Rows after which two stops that started apart have in practice turned together. No bound is exact: it depends on the prices. */
export const STOP_SETTLES = 500;

const acceleration = (value: number, about: string) => float(value, { min: 0.001, max: 1, step: 0.01, about });

export const sar = defineIndicator({
  id: 'sar',
  name: 'Parabolic stop and reverse',
  group: 'trend',
  about: 'A stop that follows the price faster with every new extreme and changes sides when it is touched.',
  inputs: ['high', 'low'],
  parameters: {
    acceleration: acceleration(0.02, 'where the acceleration starts, and what each new extreme adds'),
    maximum: acceleration(0.2, 'most that the acceleration becomes'),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: () => 1,
  settle: () => STOP_SETTLES,
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 2; started like TA-Lib.',
  kernel: ({ acceleration, maximum }) => {
    const step = Math.min(acceleration, maximum);
    const side = { start: step, step, limit: maximum };
    return new StopAndReverse({ long: side, short: side });
  },
});

export const sarExt = defineIndicator({
  id: 'sar-ext',
  name: 'Parabolic stop and reverse, extended',
  group: 'trend',
  about: 'The parabolic stop with speeds of its own for long and short; negative while short.',
  inputs: ['high', 'low'],
  parameters: {
    startValue: float(0, { min: -1e9, max: 1e9, about: 'first stop: above 0 long, below 0 short, 0 by the first bars' }),
    offsetOnReverse: float(0, { min: 0, max: 1, step: 0.01, about: 'share by which a stop that has just turned stands further off' }),
    startLong: acceleration(0.02, 'where the acceleration of a long stop starts'),
    stepLong: acceleration(0.02, 'what each new high adds'),
    maximumLong: acceleration(0.2, 'most that the acceleration of a long stop becomes'),
    startShort: acceleration(0.02, 'where the acceleration of a short stop starts'),
    stepShort: acceleration(0.02, 'what each new low adds'),
    maximumShort: acceleration(0.2, 'most that the acceleration of a short stop becomes'),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: () => 1,
  settle: () => STOP_SETTLES,
  source: 'TA-Lib, function SAREXT, after Wilder (1978), ch. 2.',
  kernel: (values) =>
    steps(2, ({ part }) => {
      const stop = part(
        new StopAndReverse({
          long: sideOf(values.startLong, values.stepLong, values.maximumLong),
          short: sideOf(values.startShort, values.stepShort, values.maximumShort),
          startValue: values.startValue,
          offset: values.offsetOnReverse,
        }),
      );
      return (high, low) => {
        const value = stop.update(high, low);
        return stop.isLong ? value : -value;
      };
    }),
});

function sideOf(start: number, step: number, limit: number) {
  return { start: Math.min(start, limit), step: Math.min(step, limit), limit };
}
