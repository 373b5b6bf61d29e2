import { utcOfClock } from '../../domain/calendar/time-zone.ts';
import { DAY_US, HOUR_US, type TimeUs } from '../../domain/time.ts';
import type { Due } from './holding-costs.ts';

const FUNDING_HOURS = 8;
const DAYS_PER_YEAR = 365;
/** Nights that the roll-over of a Wednesday counts for: what is bought then settles after the weekend. */
const WEDNESDAY_NIGHTS = 3;
const ROLL_MINUTE = 17 * 60;

/** The rate of a perpetual future at a time: a share of the position's worth that the long side pays the short side. */
export interface FundingRate {
  readonly timeUs: TimeUs;
  readonly rate: number;
}

/** Funding at one rate every eight hours from midnight UTC, or at the rates and times given. Long pays a positive rate, short receives it. */
export function fundingDue(funding: number | readonly FundingRate[]): Due {
  const amount =
    (rate: number): Due['amount'] =>
    ({ position, instrument }, price) =>
      position * price * instrument.multiplier * rate;
  if (typeof funding === 'number') return { kind: 'funding', next: every(FUNDING_HOURS * HOUR_US), amount: amount(funding) };
  const rates = [...funding].sort((a, b) => a.timeUs - b.timeUs);
  const after = (timeUs: TimeUs) => {
    let low = 0;
    let high = rates.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rates[middle] as FundingRate).timeUs <= timeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    kind: 'funding',
    next: (timeUs) => rates[after(timeUs)]?.timeUs ?? Infinity,
    amount: (holding, price, timeUs) => amount(rates[after(timeUs) - 1]?.rate ?? 0)(holding, price, timeUs),
  };
}

/** What is sold short costs `annualRate` of its worth a year, at midnight UTC a 365th of it. */
export function borrowDue(annualRate: number): Due {
  return {
    kind: 'borrow',
    next: every(DAY_US),
    amount: ({ position, instrument }, price) => (Math.max(0, -position) * price * instrument.multiplier * annualRate) / DAYS_PER_YEAR,
  };
}

/** Cash that the account owes costs `annualRate` a year, at midnight UTC a 365th of it. Each holding pays by its share of all positions. */
export function interestDue(annualRate: number): Due {
  return {
    kind: 'interest',
    next: every(DAY_US),
    amount: (holding, price) => {
      const { account, position, instrument, rate } = holding;
      const worth = Math.abs(position) * price * instrument.multiplier * rate;
      const share = worth === 0 ? 0 : worth / (worth + account.grossBeside(holding));
      const owed = Number.isNaN(account.owed) ? Math.max(0, -account.cash) : account.owed;
      return (owed * share * annualRate) / DAYS_PER_YEAR / rate;
    },
  };
}

/** Swap points that a unit held over night receives (negative: pays), by side, in ticks of the instrument. */
export interface RolloverPoints {
  readonly long: number;
  readonly short: number;
}

/** Roll-over at 17:00 New York of each weekday, for three nights on Wednesdays. */
export function rolloverDue({ long, short }: RolloverPoints): Due {
  return {
    kind: 'rollover',
    next: nextRoll,
    amount: ({ position, instrument }, _price, timeUs) => {
      const points = position > 0 ? long : short;
      return -Math.abs(position) * points * instrument.tick * instrument.multiplier * (weekday(timeUs) === 3 ? WEDNESDAY_NIGHTS : 1);
    },
  };
}

/** The first 17:00 New York of a weekday after `timeUs`; the date there and in UTC is the same at that hour. */
function nextRoll(timeUs: TimeUs): TimeUs {
  for (let day = Math.floor(timeUs / DAY_US); ; day++) {
    const rollUs = utcOfClock('America/New_York', day, ROLL_MINUTE);
    const isWeekday = weekday(rollUs) % 6 !== 0;
    if (rollUs > timeUs && isWeekday) return rollUs;
  }
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
function weekday(timeUs: TimeUs): number {
  return (Math.floor(timeUs / DAY_US) + 4) % 7;
}

function every(spanUs: number): Due['next'] {
  return (timeUs) => (Math.floor(timeUs / spanUs) + 1) * spanUs;
}
