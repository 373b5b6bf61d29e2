import { float, int, type Parameter } from '../../indicators/parameters.ts';

/** What of a bar a setting averages. */
export const RANGES = ['real body', 'high to low', 'both shadows'] as const;

/**
 * How long, short, near or equal is judged: `factor` times the average of `range` over the `period` bars before; period 0 takes the bar's
 * own.
 */
export interface Setting {
  /** Index in `RANGES`. */
  readonly range: number;
  readonly period: number;
  readonly factor: number;
}

/**
 * TA-Lib's candle settings and their defaults, all but the very long body, which no formation uses. An average of both shadows is halved,
 * so that its factor speaks of one shadow.
 */
export const SETTINGS = {
  bodyLong: { range: 0, period: 10, factor: 1 },
  bodyShort: { range: 0, period: 10, factor: 1 },
  bodyDoji: { range: 1, period: 10, factor: 0.1 },
  shadowLong: { range: 0, period: 0, factor: 1 },
  shadowVeryLong: { range: 0, period: 0, factor: 2 },
  shadowShort: { range: 2, period: 10, factor: 1 },
  shadowVeryShort: { range: 1, period: 10, factor: 0.1 },
  near: { range: 1, period: 5, factor: 0.2 },
  far: { range: 1, period: 5, factor: 0.6 },
  equal: { range: 1, period: 5, factor: 0.05 },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** The three parameters that tune a setting, named after it: `bodyLongRange`, `bodyLongPeriod`, `bodyLongFactor`. */
export function settingParameters(name: SettingName): Record<string, Parameter> {
  const { range, period, factor } = SETTINGS[name];
  return {
    [`${name}Range`]: int(range, { min: 0, max: 2, about: RANGES.map((what, i) => `${i} ${what}`).join(', ') }),
    [`${name}Period`]: int(period, { min: 0, max: 200, about: 'bars averaged, those before the one judged; 0 takes its own' }),
    [`${name}Factor`]: float(factor, { min: 0, max: 10, step: 0.05, about: 'multiple of the average' }),
  };
}

/** A setting as the parsed values of a pattern hold it. */
export function readSetting(values: Readonly<Record<string, number>>, name: SettingName): Setting {
  const read = (part: string) => {
    const value = values[`${name}${part}`];
    if (value === undefined) throw new Error(`the values have no ${name}${part}: they are of a pattern that does not use ${name}`);
    return value;
  };
  return { range: read('Range'), period: read('Period'), factor: read('Factor') };
}
