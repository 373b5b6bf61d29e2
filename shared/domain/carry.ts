/** What holding a position costs besides trading it, in the account's currency: paid is positive, received negative. */
export interface Carry {
  /** Of perpetual futures. */
  funding: number;
  /** Of what is sold short. */
  borrow: number;
  /** Of currencies held over night. */
  rollover: number;
  /** Of cash that is owed. */
  interest: number;
  /** Of shares; paid by who is short. */
  dividends: number;
  /** Of a liquidation. */
  liquidation: number;
}

export type CarryKind = keyof Carry;

export const NO_CARRY: Readonly<Carry> = { funding: 0, borrow: 0, rollover: 0, interest: 0, dividends: 0, liquidation: 0 };
