import * as z from 'zod';

/** Code of a currency. */
export const Currency = z.string().regex(/^[A-Z0-9]{2,10}$/, 'capital letters and digits, like USD');
const Amount = z.number().positive().max(1e15);
const CURRENCIES_MAX = 20;
/** Cash in one currency, or by currency. */
export const Cash = z.union(
  [
    Amount,
    z.record(Currency, Amount).refine((cash) => {
      const count = Object.keys(cash).length;
      return count > 0 && count <= CURRENCIES_MAX;
    }, `amounts of 1 to ${CURRENCIES_MAX} currencies`),
  ],
  'a number, or amounts by currency like {"USD": 10000}',
);

/** What became of the cash of one currency, on an account that started with cash by currency. */
export const WalletRow = z.object({
  currency: z.string(),
  start: z.number(),
  end: z.number(),
  /** Units of the account's currency that one of it was worth; null where nobody knew. */
  startRate: z.number().nullable(),
  endRate: z.number().nullable(),
  /** Bought with other currencies, and given for them. */
  bought: z.number(),
  sold: z.number(),
  /** In the account's currency, like the gain of the cash by its rate. */
  conversionCost: z.number(),
  currencyGain: z.number(),
});
