import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { type Kit, steps } from '../steps.ts';
import { wilder, wilderSettle } from './rma.ts';

const line = (period: number, shift: number) => ({
  period: int(period, { min: 1, max: 1000, about: 'period of the smoothed average' }),
  shift: int(shift, { min: 1, max: 500, about: 'bars that the line is drawn ahead' }),
});
const [jaw, teeth, lips] = [line(13, 8), line(8, 5), line(5, 3)];
const parameters = {
  jaw: jaw.period,
  jawShift: jaw.shift,
  teeth: teeth.period,
  teethShift: teeth.shift,
  lips: lips.period,
  lipsShift: lips.shift,
};
type Values = { readonly [K in keyof typeof parameters]: number };

/** The three lines as they stand at this row: each was computed as many rows ago as it is drawn ahead. */
function lines({ part }: Kit, values: Values) {
  const shifted = (period: number, shift: number) => {
    const [average, ago] = [part(wilder(period)), part(new Lag(shift))];
    return (x: number) => ago.push(average.update(x));
  };
  return {
    jaw: shifted(values.jaw, values.jawShift),
    teeth: shifted(values.teeth, values.teethShift),
    lips: shifted(values.lips, values.lipsShift),
  };
}

const warmup = (values: Values) =>
  Math.max(values.jaw - 1 + values.jawShift, values.teeth - 1 + values.teethShift, values.lips - 1 + values.lipsShift);
const common = {
  group: 'trend',
  inputs: ['hl2'],
  parameters,
  unit: 'price',
  warmup,
  settle: (values: Values) => warmup(values) + wilderSettle(Math.max(values.jaw, values.teeth, values.lips)),
} as const;

export const alligator = defineIndicator({
  ...common,
  id: 'alligator',
  name: 'Alligator',
  about: 'Three smoothed averages of the middle price, each drawn some bars ahead.',
  outputs: ['jaw', 'teeth', 'lips'],
  source: 'Williams (1995), Trading Chaos, ch. 7.',
  kernel: (values) =>
    steps(
      1,
      (kit) => {
        const { jaw, teeth, lips } = lines(kit, values);
        return (x) => {
          kit.out[1] = teeth(x);
          kit.out[2] = lips(x);
          return jaw(x);
        };
      },
      3,
    ),
});

export const gator = defineIndicator({
  ...common,
  id: 'gator',
  name: 'Gator oscillator',
  about: 'How far the Alligator’s mouth is open: jaw from teeth upward, teeth from lips downward.',
  outputs: ['upper', 'lower'],
  source: 'Williams (1998), New Trading Dimensions, ch. 5.',
  kernel: (values) =>
    steps(
      1,
      (kit) => {
        const { jaw, teeth, lips } = lines(kit, values);
        return (x) => {
          const middle = teeth(x);
          kit.out[1] = -Math.abs(middle - lips(x));
          return Math.abs(jaw(x) - middle);
        };
      },
      2,
    ),
});
