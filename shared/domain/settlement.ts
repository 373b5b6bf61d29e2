import { decimalOf, multiply } from './decimal.ts';
import type { Fill } from './fill.ts';
import type { Instrument } from './instrument.ts';
import { type Asset, CASH_DECIMALS, CASH_STEP, numberFromUnits, stepOf, unitsFromNumber } from './money.ts';

/** What a fill moves, in units: the base counted by the lot's decimals, the cash in 1e-8. The notional has the sign of the price. */
export interface Settlement {
  readonly base: Asset;
  readonly cash: Asset;
  readonly quantity: bigint;
  readonly notional: bigint;
  readonly commission: bigint;
}

/** How far from whole lots a quantity may be, in lots and in parts of itself. */
const LOT_SLACK = 1e-9;
const DIGIT_SLACK = 4 * Number.EPSILON;

/**
 * Takes a fill through the door. The quantity must be whole lots; notional and commission are rounded once, to the nearest 1e-8.
 * Throws `RangeError` naming the field when the fill is of another instrument, or a number of it not finite, not positive or not whole lots.
 */
export function settle(fill: Fill, instrument: Instrument): Settlement {
  if (fill.instrumentId !== instrument.id) {
    throw new RangeError(`instrumentId of the fill is ${fill.instrumentId}, but the instrument is ${instrument.id}`);
  }
  const lot = stepOf(instrument.lot);
  const quantity = unitsFromNumber(fill.quantity, lot, { rounding: 'nearest', what: 'quantity' });
  const offBy = Math.abs(numberFromUnits(quantity, lot.decimals) - fill.quantity);
  if (quantity <= 0n || offBy > LOT_SLACK * instrument.lot + DIGIT_SLACK * fill.quantity) {
    throw new RangeError(`quantity is ${fill.quantity}, but must be a positive whole number of lots of ${instrument.lot}`);
  }
  const commission = unitsFromNumber(fill.commission, CASH_STEP, { rounding: 'nearest', what: 'commission' });
  if (commission < 0n) throw new RangeError(`commission is ${fill.commission}, but must not be negative`);
  const exactQuantity = { digits: quantity, exponent: -lot.decimals };
  const money = multiply(decimalOf(fill.price, 'price'), exactQuantity, decimalOf(instrument.multiplier, 'multiplier'));
  return {
    base: { id: instrument.base, decimals: lot.decimals },
    cash: { id: instrument.currency, decimals: CASH_DECIMALS },
    quantity,
    notional: unitsFromNumber(money, CASH_STEP, { rounding: 'nearest', what: 'notional' }),
    commission,
  };
}
