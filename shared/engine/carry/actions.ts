import type { TimeUs } from '../../domain/time.ts';

/** What a company does to its shares, on data that is not adjusted for it. It counts from the first open at or after `timeUs`. */
export interface CorporateAction {
  readonly timeUs: TimeUs;
  /** Symbol it is about; every one when not given. */
  readonly symbol?: string;
  /** Shares that one becomes: 2 doubles them, 0.1 makes one of ten. */
  readonly split?: number;
  /** Money that a share brings to who holds it, and costs who is short. */
  readonly dividend?: number;
}

/** The actions of one instrument in order of time, each taken once. */
export class ActionCalendar {
  readonly #actions: readonly CorporateAction[];
  #next = 0;

  constructor(actions: readonly CorporateAction[], symbol: string) {
    const own = actions.filter((action) => action.symbol === undefined || action.symbol === symbol);
    this.#actions = own.sort((a, b) => a.timeUs - b.timeUs);
  }

  /** Units that one has become of who knew the bar that opened at `timeUs`, by the splits that were taken since; 1 when there was none. */
  splitSince(timeUs: TimeUs): number {
    let ratio = 1;
    for (let i = this.#next - 1; i >= 0; i--) {
      const action = this.#actions[i] as CorporateAction;
      if (action.timeUs <= timeUs) break;
      ratio *= action.split ?? 1;
    }
    return ratio;
  }

  /** The next action that counts by `timeUs`, or undefined. */
  take(timeUs: TimeUs): CorporateAction | undefined {
    const action = this.#actions[this.#next];
    if (action === undefined || action.timeUs > timeUs) return undefined;
    this.#next++;
    return action;
  }
}
