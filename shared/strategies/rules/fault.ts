/** Where in the rule file: keys and indices from its root. */
export type Path = readonly (string | number)[];

export interface RuleFault {
  /** Place in the JSON, like `entry.long.all[1].above[0].indicator`; empty for the file as a whole. */
  readonly field: string;
  /** What is wrong there, and what would be right. */
  readonly reason: string;
}

/** Rules that cannot be run. The message is the first fault with its place; `faults` has all of them. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  readonly field: string;
  readonly faults: readonly RuleFault[];
  constructor(faults: readonly [RuleFault, ...RuleFault[]]) {
    const [{ field, reason }] = faults;
    super(`${field || 'rules'}: ${reason}`);
    this.field = field;
    this.faults = faults;
  }
}

/** Collects faults, so that a reader of many mistakes need not find them one by one. */
export class Faults {
  readonly #found: RuleFault[] = [];

  add(path: Path, reason: string): void {
    const field = pathText(path);
    if (!this.#found.some((fault) => fault.field === field && fault.reason === reason)) this.#found.push({ field, reason });
  }

  get any(): boolean {
    return this.#found.length > 0;
  }

  /** Throws `RuleError` when there are faults. */
  throwIfAny(): void {
    const [first, ...rest] = this.#found;
    if (first !== undefined) throw new RuleError([first, ...rest]);
  }
}

/** `['entry', 'long', 'all', 1]` -> `entry.long.all[1]` */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w$-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step).slice(0, 60)}]`;
  }
  return text;
}

/** A value of the JSON as a message shows it: one short line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function' ? typeof value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
