import type { Protection } from '../../domain/order.ts';
import type { StrategyContext } from '../define.ts';
import type { Exits } from './protection.ts';
import type { CompiledSizing, Enter } from './sizing.ts';
import type { Bound, Compiled, Test } from './comparison.ts';
import type { Level } from './parameters.ts';

/** The conditions of one direction. */
interface Side<T> {
  readonly entry: T | undefined;
  readonly exit: T | undefined;
}

export interface CompiledRules {
  readonly long: Side<Compiled>;
  readonly short: Side<Compiled>;
  readonly exits: Exits;
  readonly sizing: CompiledSizing;
  readonly cooldown: Level;
  readonly wait: Level;
}

/** The rules in one run: closures over its views, and what must be remembered from bar to bar. */
export class RuleRun {
  readonly #long: Side<Test>;
  readonly #short: Side<Test>;
  readonly #protect: (() => Protection | undefined) | undefined;
  readonly #enter: Enter;
  readonly #cooldown: number;
  readonly #wait: number;
  #bar = 0;
  #filled = false;
  /** Bar at whose close a position was last seen to have ended. */
  #endedAt = -Infinity;
  /** Entry that waits, and the bar of its signal. */
  #pending: -1 | 0 | 1 = 0;
  #signalAt = 0;

  constructor({ long, short, exits, sizing, cooldown, wait }: CompiledRules, run: Bound) {
    const bind = ({ entry, exit }: Side<Compiled>): Side<Test> => ({ entry: entry?.bind(run), exit: exit?.bind(run) });
    this.#long = bind(long);
    this.#short = bind(short);
    this.#protect = exits.bind?.(run);
    this.#enter = sizing.bind(run);
    this.#cooldown = cooldown.of(run.values);
    this.#wait = wait.of(run.values);
  }

  onFill(): void {
    this.#filled = true;
  }

  onBar(context: StrategyContext): void {
    const bar = this.#bar++;
    const { position } = context;
    if (this.#filled) {
      this.#filled = false;
      if (position === 0) this.#endedAt = bar;
    }
    const held = position > 0 ? 1 : position < 0 ? -1 : 0;
    const leaves = held !== 0 && (held === 1 ? this.#long : this.#short).exit?.() === true;
    let side = this.#signal(held);
    if (this.#wait > 0) side = this.#waited(side, held, bar);
    if (side === 0) {
      if (leaves) context.target(0);
    } else if (this.#cooldown > 0 && held !== 0) context.target(0);
    else if (bar - this.#endedAt >= this.#cooldown) this.#go(context, side, leaves);
  }

  /** The side whose entry holds at this close, other than the one held; 0 when none does, or both. */
  #signal(held: -1 | 0 | 1): -1 | 0 | 1 {
    const long = held !== 1 && this.#enters(this.#long);
    const short = held !== -1 && this.#enters(this.#short);
    if (long === short) return 0;
    return long ? 1 : -1;
  }

  /** An entry at the close at which its own exit holds as well is none. */
  #enters({ entry, exit }: Side<Test>): boolean {
    return entry !== undefined && entry() && !(exit !== undefined && exit());
  }

  /** The side whose signal is `wait` bars old now. It is forgotten when its exit or the other side's entry comes first. */
  #waited(signal: -1 | 0 | 1, held: -1 | 0 | 1, bar: number): -1 | 0 | 1 {
    const { exit } = this.#pending === 1 ? this.#long : this.#short;
    if (this.#pending !== 0 && (this.#pending === held || exit?.() === true)) this.#pending = 0;
    if (signal !== 0 && signal !== this.#pending) {
      this.#pending = signal;
      this.#signalAt = bar;
    }
    if (this.#pending === 0 || bar - this.#signalAt < this.#wait) return 0;
    const due = this.#pending;
    this.#pending = 0;
    return due;
  }

  /** Enters, unless a distance of its exits is not positive now: a market that stands still has no range to measure by. */
  #go(context: StrategyContext, side: 1 | -1, leaves: boolean): void {
    const protection = this.#protect?.();
    if (protection !== undefined || this.#protect === undefined) this.#enter(context, side, protection);
    else if (leaves) context.target(0);
  }
}
