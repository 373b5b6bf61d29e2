import type { Bars } from '../../domain/bars.ts';
import type { OrderId, Protection, UnfilledOrder, UnfilledReason } from '../../domain/order.ts';
import { forget, nothingPaid } from '../costs/fees.ts';

/** A share of the equity that a strategy aims for. */
export interface Aim {
  readonly target: number;
  readonly protection: Protection | undefined;
  readonly id: OrderId;
  /** At whose close it was asked for. */
  readonly row: number;
}

/** The one target that waits; a newer one takes its place. */
export class TargetSlot {
  aim: Aim | undefined;
  /** Target that the position stands for, NaN once other orders have moved it. */
  settled = 0;
  /** The last one that was sent, which may still be under way; NaN like `settled`. */
  sent = 0;
  /** The one that waits has filled in part. */
  begun = false;
  readonly paid = nothingPaid();

  set(aim: Aim): void {
    this.aim = aim;
    this.begun = false;
    forget(this.paid);
  }

  /** Another order has moved the position: every target counts again. */
  unsettle(): void {
    this.settled = NaN;
    this.sent = NaN;
  }

  /** What did not come of it. */
  report({ id, row, target }: Aim, reason: UnfilledReason, { time, timeframeUs }: Bars): UnfilledOrder {
    const submittedUs = (time[row] as number) + timeframeUs;
    return { orderId: id, submittedUs, request: { type: 'target', target }, reason };
  }
}
