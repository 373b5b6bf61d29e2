import type { SettingName } from './settings.ts';

export type Measure = 'body' | 'upperShadow' | 'lowerShadow';
/** `above` is more than the yardstick, `below` less, `within` at most. */
export type Relation = 'above' | 'below' | 'within';

/** What one bar must be, in comparison with the yardstick of a setting for that bar. `back` counts from the newest, 0. */
export interface Need {
  readonly measure: Measure;
  readonly relation: Relation;
  readonly setting: SettingName;
  readonly back: number;
}

const need = (measure: Measure, relation: Relation, setting: SettingName) => (back: number) =>
  ({ measure, relation, setting, back }) satisfies Need;

export const longBody = need('body', 'above', 'bodyLong');
export const shortBody = need('body', 'below', 'bodyShort');
/** Short or just as long as the average. */
export const smallBody = need('body', 'within', 'bodyShort');
export const fairBody = need('body', 'above', 'bodyShort');
export const flatBody = need('body', 'within', 'bodyDoji');
export const noUpperShadow = need('upperShadow', 'below', 'shadowVeryShort');
export const noLowerShadow = need('lowerShadow', 'below', 'shadowVeryShort');
export const someUpperShadow = need('upperShadow', 'above', 'shadowVeryShort');
export const someLowerShadow = need('lowerShadow', 'above', 'shadowVeryShort');
export const shortUpperShadow = need('upperShadow', 'below', 'shadowShort');
export const shortLowerShadow = need('lowerShadow', 'below', 'shadowShort');
export const longUpperShadow = need('upperShadow', 'above', 'shadowLong');
export const longLowerShadow = need('lowerShadow', 'above', 'shadowLong');
export const veryLongUpperShadow = need('upperShadow', 'above', 'shadowVeryLong');
export const veryLongLowerShadow = need('lowerShadow', 'above', 'shadowVeryLong');

/** Bars that a formation covers at most. */
export const MOST_BARS = 5;
/** Ways in which so many bars can be coloured, less one: the bits that tell them apart. */
export const COLOURING = (1 << MOST_BARS) - 1;

/** One bit for each colouring that fits one of the texts: the newest bar last, `w` white, `b` black, `.` either. */
export function colourMask(fitting: readonly string[]): number {
  let mask = 0;
  for (let colours = 0; colours <= COLOURING; colours++) {
    const fits = (text: string) =>
      Array.from(text).every((wanted, i) => wanted === '.' || (wanted === 'w') === (((colours >> (text.length - 1 - i)) & 1) === 1));
    if (fitting.some(fits)) mask |= 1 << colours;
  }
  return mask;
}
