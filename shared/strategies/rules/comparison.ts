import type { Values } from './parameters.ts';
import { type Value, viewOf } from './series.ts';

/** What the closures of one run read. */
export interface Bound {
  readonly views: Readonly<Record<string, unknown>>;
  readonly values: Values;
}
export type Test = () => boolean;

/** A condition that was understood: how to make its closure for a run, and its English. */
export interface Compiled {
  readonly bind: (run: Bound) => Test;
  readonly said: string;
  /** It joins others, so it needs brackets inside another. */
  readonly joint?: boolean;
}

/** Something with a value now. */
export interface Reader {
  readonly value: number;
}

/** What a comparison is about: an operand, or something worked out when it is asked. */
export interface Subject {
  readonly bind: (run: Bound) => Reader;
  readonly said: string;
  readonly constant: boolean;
}

export function subjectOf(value: Value): Subject {
  if (value.kind === 'series') return { bind: ({ views }) => viewOf(value, views), said: value.said, constant: false };
  return { bind: ({ values }) => ({ value: value.of(values) }), said: value.said, constant: true };
}

/** `a` less `b`, or how far it is from it in percent of `b`; 0 percent where that is 0. */
export function differenceOf(a: Subject, b: Subject, percent: boolean): Subject {
  const said = percent ? `the distance of ${a.said} from ${b.said} in percent` : `${a.said} less ${b.said}`;
  const bind = (run: Bound): Reader => {
    const [x, y] = [a.bind(run), b.bind(run)];
    if (!percent) return lazy(() => x.value - y.value);
    return lazy(() => (y.value === 0 ? 0 : (100 * (x.value - y.value)) / y.value));
  };
  return { bind, said, constant: false };
}

/** A value that is worked out when it is read. */
export function lazy(read: () => number): Reader {
  return new Lazy(read);
}

class Lazy implements Reader {
  readonly #read: () => number;
  constructor(read: () => number) {
    this.#read = read;
  }
  get value(): number {
    return this.#read();
  }
}

export type Comparison = 'above' | 'below' | 'between';

/** `subject` strictly above or below the first bound, or between the two, both included. */
export function compare(subject: Subject, kind: Comparison, [low, high]: readonly Subject[]): Compiled {
  if (low === undefined) throw new Error(`${kind} went through the schema without a bound`);
  if (kind !== 'between' || high === undefined) {
    const bind = (run: Bound) => (kind === 'above' ? greater(subject.bind(run), low.bind(run)) : greater(low.bind(run), subject.bind(run)));
    return { bind, said: `${subject.said} is ${kind} ${low.said}` };
  }
  const bind = (run: Bound) => within(subject.bind(run), low.bind(run), high.bind(run));
  return { bind, said: `${subject.said} is between ${low.said} and ${high.said}` };
}

function greater(a: Reader, b: Reader): Test {
  return () => a.value > b.value;
}

function within(x: Reader, low: Reader, high: Reader): Test {
  return () => {
    const { value } = x;
    return value >= low.value && value <= high.value;
  };
}

export function join(kind: 'all' | 'any', parts: readonly Compiled[]): Compiled {
  const said = parts.map((part) => (part.joint && parts.length > 1 ? `(${part.said})` : part.said)).join(kind === 'all' ? ' and ' : ' or ');
  const bind = (run: Bound): Test => {
    const tests = parts.map((part) => part.bind(run));
    return kind === 'all' ? () => tests.every((test) => test()) : () => tests.some((test) => test());
  };
  return { bind, said, joint: parts.length > 1 || parts[0]?.joint === true };
}

export function negate(inner: Compiled): Compiled {
  const bind = (run: Bound): Test => {
    const test = inner.bind(run);
    return () => !test();
  };
  return { bind, said: `it is not so that ${inner.joint ? `(${inner.said})` : inner.said}` };
}
