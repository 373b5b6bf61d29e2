import { civilFromDays, DAY_US, daysFromCivil, HOUR_US, MINUTE_US, type TimeUs } from '../domain/time.ts';

export interface Tick {
  readonly at: number;
  readonly label: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const CLOCK_STEPS_US = [1, 5, 15, 30, 60, 180, 360, 720].map((minutes) => minutes * MINUTE_US);
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];
const MONTH_US = 30.44 * DAY_US;

export function monthName(month: number): string {
  return MONTHS[month - 1] as string;
}

/** 1, 2, 2.5 or 5 times a power of ten, such that `count` steps span about the range. */
export function niceStep(range: number, count: number): number {
  const rough = range / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * power >= rough * 0.999) ?? 10;
  return factor * power;
}

/** Multiples of a nice step from `from` to `to`. */
export function valueTicks(
  from: number,
  to: number,
  { count = 5, label }: { count?: number; label: (value: number, step: number) => string },
): Tick[] {
  const step = niceStep(to - from, count);
  const ticks: Tick[] = [];
  for (let k = Math.ceil(from / step); k * step <= to; k++) {
    // Just below 0 the first multiple is -0, which would be written with its sign.
    const at = k * step + 0;
    ticks.push({ at, label: label(at, step) });
  }
  return ticks;
}

/** Round times of the calendar from `from` to `to`, at most about `count`. */
export function timeTicks(from: TimeUs, to: TimeUs, count = 7): Tick[] {
  const rough = (to - from) / count;
  const clock = CLOCK_STEPS_US.find((step) => step >= rough);
  if (clock !== undefined) return evenTicks({ from, to, step: clock, originUs: 0 }, clockLabel);
  const days = DAY_STEPS.find((step) => step * DAY_US >= rough);
  // Weeks count from a Monday: 1970-01-05.
  if (days !== undefined) return evenTicks({ from, to, step: days * DAY_US, originUs: days % 7 === 0 ? 4 * DAY_US : 0 }, dayLabel);
  const months = MONTH_STEPS.find((step) => step * MONTH_US >= rough) ?? (MONTH_STEPS.at(-1) as number);
  return monthTicks(from, to, months);
}

function evenTicks(
  { from, to, step, originUs }: { from: TimeUs; to: TimeUs; step: number; originUs: number },
  label: (at: TimeUs) => string,
): Tick[] {
  const ticks: Tick[] = [];
  for (let k = Math.ceil((from - originUs) / step); originUs + k * step <= to; k++) {
    const at = originUs + k * step;
    ticks.push({ at, label: label(at) });
  }
  return ticks;
}

function monthTicks(from: TimeUs, to: TimeUs, step: number): Tick[] {
  const first = civilFromDays(Math.floor(from / DAY_US));
  const ticks: Tick[] = [];
  for (let index = Math.floor((first.year * 12 + first.month - 1) / step) * step; ; index += step) {
    const year = Math.floor(index / 12);
    const month = (index % 12) + 1;
    const at = daysFromCivil(year, month, 1) * DAY_US;
    if (at > to) return ticks;
    if (at >= from) ticks.push({ at, label: month === 1 ? String(year) : `${monthName(month)}${ticks.length === 0 ? ` ${year}` : ''}` });
  }
}

function clockLabel(at: TimeUs): string {
  const inDay = at - Math.floor(at / DAY_US) * DAY_US;
  if (inDay === 0) return dayLabel(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(inDay / HOUR_US))}:${two(Math.floor(inDay / MINUTE_US) % 60)}`;
}

function dayLabel(at: TimeUs): string {
  const { month, day } = civilFromDays(Math.floor(at / DAY_US));
  return `${day} ${monthName(month)}`;
}
