/** How long it takes until the venue knows what a strategy decided: time after the close, and bars. */
export interface Latency {
  readonly us: number;
  readonly bars: number;
}

interface Message {
  readonly fromRow: number;
  readonly fromUs: number;
  /** `lateBy` is the share of the step that had passed when it came; 0 at the open. */
  readonly deliver: (lateBy: number) => void;
}

/** Carries what a strategy decided to the venue, in order, each when its time has come. */
export class Courier {
  readonly #latency: Latency;
  #messages: Message[] = [];

  constructor(latency: Latency) {
    this.#latency = latency;
  }

  /** Bars that each message takes at least. */
  get bars(): number {
    return this.#latency.bars;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  /** A message of the close before the next open would be there at that open, and none is under way that it could overtake. */
  get isIdle(): boolean {
    return this.isEmpty && this.#latency.us + this.#latency.bars === 0;
  }

  /** Takes a message at `sentUs`, when `row` was the last to have closed. */
  send(row: number, sentUs: number, deliver: (lateBy: number) => void): void {
    this.#messages.push({ fromRow: row + 1 + this.#latency.bars, fromUs: sentUs + this.#latency.us, deliver });
  }

  /** Delivers what has come by `untilUs`, of a step that opened at `openUs` and lasts `spanUs`. */
  deliver(row: number, untilUs: number, { openUs, spanUs }: { openUs: number; spanUs: number }): void {
    const due = this.#messages.filter(({ fromRow, fromUs }) => row >= fromRow && fromUs <= untilUs);
    if (due.length === 0) return;
    this.#messages = this.#messages.filter((message) => !due.includes(message));
    for (const { fromUs, deliver } of due) deliver(fromUs <= openUs ? 0 : (fromUs - openUs) / spanUs);
  }

  /** Hands over all that is still under way: the data has ended. */
  close(): void {
    for (const { deliver } of this.#messages) deliver(0);
    this.#messages = [];
  }
}
