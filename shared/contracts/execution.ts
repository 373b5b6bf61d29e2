import * as z from 'zod';

const Time = z.union(
  [z.iso.datetime({ offset: true }), z.iso.date()],
  'a time in ISO 8601 with its zone, or a date, like 2021-04-04T20:00:00Z or 2021-04-04',
);
const Rate = z.number().min(-1).max(1);

/** A number for every instrument, or one each by symbol. */
const byInstrument = (most: number) => {
  const value = z.number().min(0).max(most);
  return z.union([value, z.record(z.string().min(1).max(40), value)]);
};

const Size = z.number().positive().max(1e15);
const SIZES = {
  /** Smallest step of a price, in its currency, and of a quantity. */
  tick: Size.optional(),
  lot: Size.optional(),
  /** Units that one unit of quantity stands for. */
  multiplier: Size.optional(),
  /** Quantity of one order, and least that one must be worth; others are refused. */
  minQuantity: Size.optional(),
  maxQuantity: Size.optional(),
  minNotional: Size.optional(),
};
const CalendarName = z.string().min(1).max(20);

/** What a venue asks of orders for an instrument. */
export const InstrumentRules = z.strictObject({ ...SIZES, calendar: CalendarName.optional() });
export type InstrumentRules = z.infer<typeof InstrumentRules>;

/** How hard the simulated market is; docs/guides/realistic-fills.md says what each does. What is left out costs nothing. */
export const Execution = z.strictObject({
  /** Fees in place of `commissionBps`: `maker:2,taker:10`, `share:0.005,minimum:1`, `tier:1000000=1/8`, or a file under costs/. */
  fees: z.string().min(1).max(500).optional(),
  /** Slippage in place of `slippageBps`: `bps:5`, `spread:4`, `volume-share:0.1`, `square-root:1`, or a file under costs/. */
  slippage: z.string().min(1).max(500).optional(),
  /** Share of the volume of a bar that may be traded. */
  volumeLimit: z.number().positive().max(1).optional(),
  latencyMs: z.number().min(0).max(86_400_000).optional(),
  latencyBars: z.int().min(0).max(10_000).optional(),
  /** Orders made outside the sessions of the calendar wait, or are rejected. */
  hours: z.enum(['queue', 'reject']).optional(),
  calendar: CalendarName.optional(),
  ...SIZES,
  /**
   * By symbol, what holds for one instrument where nothing is said of all. Left out, the security master is asked when the run is created, and what it
   * says of what is traded is put here; given, it is not asked.
   */
  instruments: z.record(z.string().min(1).max(40), InstrumentRules).optional(),
  leverage: z.number().min(1).max(1000).optional(),
  maintenance: z.number().positive().max(1).optional(),
  liquidationFeeBps: z.number().min(0).max(10_000).optional(),
  longOnly: z.boolean().optional(),
  uptickRule: z.boolean().optional(),
  /** Rule 201 of US shares: for the day of a fall by a tenth and the next, short sales only above the last close. */
  shortSaleRestriction: z.boolean().optional(),
  /** Units that can be borrowed to be sold short: of every instrument, or by symbol, with `*` for those that are not named. */
  shortable: byInstrument(1e15).optional(),
  /** The rate of a perpetual future every eight hours, or rates with their times. */
  funding: z.union([Rate, z.array(z.strictObject({ time: Time, rate: Rate })).max(50_000)]).optional(),
  /** Of what is sold short, a year: of every instrument, or by symbol, with `*` for those that are not named. */
  borrowRate: byInstrument(100).optional(),
  /** Of cash that is owed, a year. */
  interestRate: z.number().min(0).max(100).optional(),
  /** Swap points a night, in ticks; negative is paid. */
  rollover: z.strictObject({ long: z.number(), short: z.number() }).optional(),
  /** Splits and dividends of data that is not adjusted for them. */
  actions: z
    .array(
      z.strictObject({
        time: Time,
        symbol: z.string().min(1).max(40).optional(),
        split: z.number().positive().optional(),
        dividend: z.number().nonnegative().optional(),
      }),
    )
    .max(50_000)
    .optional(),
});
export type Execution = z.infer<typeof Execution>;
