import type { TimeUs } from '../domain/time.ts';

/** Ids `from` to `to` of one venue, all seen; the newest of their trades was at `newestUs`. */
type Range = readonly [from: number, to: number, newestUs: TimeUs];

/** Every id that was seen, in little room. Plain JSON. */
export interface SeenState {
  /** Ids that are whole numbers, by venue, ascending: venues count their trades, so a day of them is one range. */
  readonly ranges: Readonly<Record<string, readonly Range[]>>;
  /** Other ids, as `venue/id`, in the order in which they came. */
  readonly texts: readonly (readonly [key: string, timeUs: TimeUs])[];
  /** Of trades at or before this time some ids are forgotten: a trade that old cannot be told from a copy. */
  readonly forgottenUs: TimeUs;
}

export const NOTHING_SEEN: SeenState = { ranges: {}, texts: [], forgottenUs: 0 };

const MAX_RANGES = 1024;
const MAX_TEXTS = 2048;
const WHOLE = /^(0|[1-9]\d{0,14})$/;

/** Tells a copy of a trade from a new one, also long after: what it forgets, it says. */
export class SeenIds {
  readonly #ranges: Map<string, Range[]>;
  readonly #texts: Map<string, TimeUs>;
  #forgottenUs: TimeUs;

  constructor({ ranges, texts, forgottenUs }: SeenState) {
    this.#ranges = new Map(Object.entries(ranges).map(([venue, known]) => [venue, [...known]]));
    this.#texts = new Map(texts);
    this.#forgottenUs = forgottenUs;
  }

  get forgottenUs(): TimeUs {
    return this.#forgottenUs;
  }

  has(venue: string, id: string): boolean {
    if (!WHOLE.test(id)) return this.#texts.has(`${venue}/${id}`);
    const ranges = this.#ranges.get(venue) ?? [];
    const at = lastAtOrBelow(ranges, Number(id));
    return at !== -1 && Number(id) <= (ranges[at] as Range)[1];
  }

  /** Remembers an id that `has` does not know. */
  add(venue: string, id: string, timeUs: TimeUs): void {
    if (!WHOLE.test(id)) {
      this.#texts.set(`${venue}/${id}`, timeUs);
      return;
    }
    const number = Number(id);
    const ranges = this.#ranges.get(venue) ?? [];
    this.#ranges.set(venue, ranges);
    const at = lastAtOrBelow(ranges, number);
    const before = ranges[at];
    const after = ranges[at + 1];
    const joinsBefore = before !== undefined && before[1] === number - 1;
    const joinsAfter = after !== undefined && after[0] === number + 1;
    const joined: Range = [
      joinsBefore ? before[0] : number,
      joinsAfter ? after[1] : number,
      Math.max(timeUs, joinsBefore ? before[2] : 0, joinsAfter ? after[2] : 0),
    ];
    ranges.splice(joinsBefore ? at : at + 1, Number(joinsBefore) + Number(joinsAfter), joined);
  }

  /** The state, with the oldest forgotten where there is too much. */
  done(): SeenState {
    return { ranges: this.#newestRanges(), texts: this.#newestTexts(), forgottenUs: this.#forgottenUs };
  }

  #newestRanges(): Record<string, readonly Range[]> {
    const all = [...this.#ranges.values()].flat();
    if (all.length <= MAX_RANGES) return Object.fromEntries(this.#ranges);
    const oldestKept = all.map(([, , newestUs]) => newestUs).toSorted((a, b) => b - a)[MAX_RANGES - 1] as number;
    return Object.fromEntries(
      [...this.#ranges].map(([venue, ranges]) => [venue, ranges.filter((range) => this.#keep(range[2], oldestKept))]),
    );
  }

  #newestTexts(): readonly (readonly [string, TimeUs])[] {
    const all = [...this.#texts];
    for (const [, timeUs] of all.slice(0, Math.max(0, all.length - MAX_TEXTS))) this.#forgottenUs = Math.max(this.#forgottenUs, timeUs);
    return all.slice(-MAX_TEXTS);
  }

  #keep(newestUs: TimeUs, oldestKept: TimeUs): boolean {
    if (newestUs >= oldestKept) return true;
    this.#forgottenUs = Math.max(this.#forgottenUs, newestUs);
    return false;
  }
}

/** Index of the last range that begins at or below a number; -1 when there is none. Most numbers belong to the last. */
function lastAtOrBelow(ranges: readonly Range[], number: number): number {
  let low = 0;
  let high = ranges.length;
  if (high > 0 && (ranges[high - 1] as Range)[0] <= number) return high - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle] as Range)[0] <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
