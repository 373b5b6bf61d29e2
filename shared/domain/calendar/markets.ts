import { civilFromDays, daysFromCivil } from '../time.ts';
import { type Day, isoOfDay, isWeekend } from './civil.ts';
import { at, type Hours, type Market } from './hours.ts';
import { indianHours } from './indian-hours.ts';
import { isSpecialClosure, isUsHalfDay, usHoliday } from './us-holidays.ts';

const SHUT: readonly Hours[] = [];

/** Sessions of all of New York that followed no rule: snow in 1994 and 1996, the circuit breaker of 1997, the first anniversary of the attacks, Fridays after Christmas. */
const STOCK_EXCEPTIONS: Readonly<Record<string, Hours>> = {
  '1994-02-11': { open: at(9, 30), close: at(14, 30), isShort: true },
  '1996-01-08': { open: at(11), close: at(14), isShort: true },
  '1997-10-27': { open: at(9, 30), close: at(15, 30), isShort: true },
  '1997-12-26': { open: at(9, 30), close: at(13), isShort: true },
  '2002-09-11': { open: at(12), close: at(16), isShort: true },
  '2003-12-26': { open: at(9, 30), close: at(13), isShort: true },
};

/** What only the floor of the NYSE had: a failed transformer and a failed computer system. */
const NYSE_EXCEPTIONS: Readonly<Record<string, Hours>> = {
  '1990-12-27': { open: at(11), close: at(16), isShort: true },
  '1995-12-18': { open: at(10, 30), close: at(16), isShort: true },
};

const STOCK_DAY: readonly Hours[] = [{ open: at(9, 30), close: at(16) }];
const STOCK_HALF_DAY: readonly Hours[] = [{ open: at(9, 30), close: at(13), isShort: true }];
const STOCK_HALF_DAY_BEFORE_1993: readonly Hours[] = [{ open: at(9, 30), close: at(14), isShort: true }];

/** The regular session, without what trades before and after it; minutes of silence at the open are not kept. Source: NYSE, "Special closings" to 2011 and yearly notices. */
function stockHours(exceptions: Readonly<Record<string, Hours>>): Market['hoursOf'] {
  return (day) => {
    if (isWeekend(day) || usHoliday(day) !== undefined || isSpecialClosure(day)) return SHUT;
    const exception = exceptions[isoOfDay(day)];
    if (exception) return [exception];
    if (!isUsHalfDay(day)) return STOCK_DAY;
    return civilFromDays(day).year < 1993 ? STOCK_HALF_DAY_BEFORE_1993 : STOCK_HALF_DAY;
  };
}

/** Good Fridays on which Globex was open for the jobs report, and days of mourning on which it shut when New York did not open. */
const FUTURES_EXCEPTIONS: Readonly<Record<string, Hours>> = {
  '2018-12-05': { open: at(-7), close: at(8, 30), isShort: true },
  '2021-04-02': { open: at(-7), close: at(8, 15), isShort: true },
  '2023-04-07': { open: at(-7), close: at(8, 15), isShort: true },
  '2025-01-09': { open: at(-7), close: at(8, 30), isShort: true },
};

/**
 * Stock index futures on CME Globex, Chicago time: from 17:00 the evening before to 16:00, so with a break of an hour. Shut for New Year, Good Friday and Christmas; on other
 * holidays of the stock exchanges trading halts at 12:00, on their half days at 12:15. Source: CME Group, holiday calendar, equity products.
 */
function futuresHours(day: Day): readonly Hours[] {
  if (isWeekend(day)) return SHUT;
  const exception = FUTURES_EXCEPTIONS[isoOfDay(day)];
  if (exception) return [exception];
  const holiday = usHoliday(day);
  if (holiday === 'other') return [{ open: at(-7), close: at(12), isShort: true }];
  if (holiday !== undefined) return SHUT;
  return isUsHalfDay(day) ? [{ open: at(-7), close: at(12, 15), isShort: true }] : [{ open: at(-7), close: at(16) }];
}

/** Currencies: days that end at 17:00 in New York, from Sunday's 17:00 to Friday's without a break; none end on Christmas Day or New Year's Day. */
function currencyHours(day: Day): readonly Hours[] {
  const { year } = civilFromDays(day);
  if (isWeekend(day) || day === daysFromCivil(year, 1, 1) || day === daysFromCivil(year, 12, 25)) return SHUT;
  return [{ open: at(-7), close: at(17) }];
}

export const MARKETS = {
  NYSE: { zone: 'America/New_York', years: [1990, 2049], hoursOf: stockHours({ ...STOCK_EXCEPTIONS, ...NYSE_EXCEPTIONS }) },
  NASDAQ: { zone: 'America/New_York', years: [1990, 2049], hoursOf: stockHours(STOCK_EXCEPTIONS) },
  NSE: { zone: 'Asia/Kolkata', years: [2011, 2026], hoursOf: indianHours },
  BSE: { zone: 'Asia/Kolkata', years: [2011, 2026], hoursOf: indianHours },
  FX: { zone: 'America/New_York', years: [1990, 2049], hoursOf: currencyHours },
  CME: { zone: 'America/Chicago', years: [2016, 2049], hoursOf: futuresHours },
} as const satisfies Record<string, Market>;
