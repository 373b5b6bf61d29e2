import { nearest } from './nearest.ts';

/** A formula that cannot be read; the message names the formula and the place. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** A formula over named numbers. Truth is 1, falsehood 0; an unknown number is NaN and makes what is calculated from it NaN, and comparisons false. */
export type Expression = (numbers: Readonly<Record<string, number | null>>) => number;

interface Token {
  readonly text: string;
  /** Counted from 1. */
  readonly at: number;
}

type Binary = (a: number, b: number) => number;

/** By how tightly they bind; those of one line from the left, but comparisons not in a row. */
const BINARY: readonly Readonly<Record<string, Binary>>[] = [
  { or: (a, b) => truth(isTrue(a) || isTrue(b)) },
  { and: (a, b) => truth(isTrue(a) && isTrue(b)) },
  {
    '<': (a, b) => truth(a < b),
    '<=': (a, b) => truth(a <= b),
    '>': (a, b) => truth(a > b),
    '>=': (a, b) => truth(a >= b),
    '==': (a, b) => truth(a === b),
    '!=': (a, b) => truth(a !== b && !Number.isNaN(a + b)),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

/** Their place in `BINARY`. */
const COMPARISONS = 2;

const FUNCTIONS: Readonly<Record<string, { readonly takes: number; readonly of: (...values: number[]) => number }>> = {
  min: { takes: 2, of: Math.min },
  max: { takes: 2, of: Math.max },
  abs: { takes: 1, of: Math.abs },
  sqrt: { takes: 1, of: Math.sqrt },
  log: { takes: 1, of: Math.log },
};

const TOKEN = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+|[A-Za-z_]\w*|<=|>=|==|!=|[-+*/^()<>,]`;
/** A name like `sma-cross.fast`. */
const COMPOUND = /^[A-Za-z_]\w*[.-][\w.-]*$/;
/** Brackets and signs within each other; more than anybody writes, and far from what a stack holds. */
const MOST_NESTED = 50;
/** Every sign of a row of sums is a call within a call, too. */
const MOST_CHARACTERS = 500;
/** Of a formula that is too long, what a message says of it. */
const SHOWN = 40;

/**
 * Reads a formula like `sharpe - 2*maxDrawdown` or `fast < slow and slow <= 100`: numbers, the names in `known` (`sma-cross.fast` too), + - * / ^,
 * comparisons, and, or, not, min, max, abs, sqrt, log, brackets. Nothing of it is run as code. Throws `ExpressionError` that names the formula as `field` and the place.
 */
export function parseExpression(text: string, known: readonly string[], field: string): Expression {
  return new Parser(text, known, field).whole();
}

class Parser {
  readonly #text: string;
  readonly #known: readonly string[];
  readonly #field: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #nested = 0;

  constructor(text: string, known: readonly string[], field: string) {
    this.#text = text;
    this.#known = known;
    this.#field = field;
    if (text.length > MOST_CHARACTERS) throw this.#fault(`it has ${text.length} characters, but may have ${MOST_CHARACTERS} at most`);
    this.#tokens = this.#split();
  }

  whole(): Expression {
    const expression = this.#binary(0);
    const rest = this.#tokens[this.#next];
    if (rest) throw this.#fault(`"${rest.text}" at character ${rest.at} is not expected there`);
    return expression;
  }

  #split(): Token[] {
    const tokens: Token[] = [];
    const pattern = tokenPattern(this.#known);
    const end = this.#text.trimEnd().length;
    while (pattern.lastIndex < end) {
      const start = pattern.lastIndex;
      const match = pattern.exec(this.#text);
      const text = match?.[1];
      if (text === undefined) throw this.#stray(start);
      tokens.push({ text, at: pattern.lastIndex - text.length + 1 });
    }
    return tokens;
  }

  #binary(level: number): Expression {
    const operators = BINARY[level];
    if (operators === undefined) return this.#prefix();
    let left = level === COMPARISONS ? this.#negated(level) : this.#binary(level + 1);
    for (let count = 1; ; count++) {
      const token = this.#tokens[this.#next];
      const apply = token && Object.hasOwn(operators, token.text) ? operators[token.text] : undefined;
      if (token === undefined || apply === undefined) return left;
      if (level === COMPARISONS && count > 1)
        throw this.#fault(`"${token.text}" at character ${token.at} is a second comparison in a row; join two with "and"`);
      this.#next++;
      const [a, b] = [left, this.#binary(level + 1)];
      left = (numbers) => apply(a(numbers), b(numbers));
    }
  }

  /** `not` binds looser than a comparison: `not a < b` is `not (a < b)`. */
  #negated(level: number): Expression {
    if (!this.#take('not')) return this.#binary(level + 1);
    const of = this.#deeper(() => this.#binary(level));
    return (numbers) => truth(!isTrue(of(numbers)));
  }

  /** A sign binds looser than a power: -2^2 is -4. */
  #prefix(): Expression {
    if (!this.#take('-')) return this.#power();
    const of = this.#deeper(() => this.#prefix());
    return (numbers) => -of(numbers);
  }

  /** From the right: 2^3^2 is 2^9. */
  #power(): Expression {
    const base = this.#operand();
    if (!this.#take('^')) return base;
    const exponent = this.#deeper(() => this.#prefix());
    return (numbers) => base(numbers) ** exponent(numbers);
  }

  #operand(): Expression {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw this.#fault('it ends where a number or a name is expected');
    if (/^[\d.]/.test(token.text)) {
      const value = Number(token.text);
      return () => value;
    }
    if (token.text === '(') return this.#deeper(() => this.#bracketed());
    if (!/^[A-Za-z_]/.test(token.text)) throw this.#fault(`"${token.text}" at character ${token.at} is not expected there`);
    if (this.#tokens[this.#next]?.text === '(') return this.#call(token);
    return this.#named(token);
  }

  #bracketed(): Expression {
    const inside = this.#binary(0);
    this.#demand(')');
    return inside;
  }

  #named({ text, at }: Token): Expression {
    if (this.#known.includes(text)) return (numbers) => numbers[text] ?? Number.NaN;
    throw this.#unknown({ text, at });
  }

  #unknown({ text, at }: Token): ExpressionError {
    const near = nearest(text, this.#known);
    return this.#fault(
      `"${text}" at character ${at} is not known${near ? ` (did you mean ${near}?)` : ''}; known are ${this.#known.join(', ') || 'no names'}`,
    );
  }

  /** What is no token: of a name with dots that is not known, the whole of it. */
  #stray(start: number): ExpressionError {
    const sign = this.#text.slice(start).trim()[0];
    const from = this.#text.slice(0, start).search(/[A-Za-z_][\w.-]*$/);
    if (sign === '.' && from >= 0 && this.#known.some((name) => COMPOUND.test(name)))
      return this.#unknown({ text: /^[\w.-]+/.exec(this.#text.slice(from))?.[0] as string, at: from + 1 });
    return this.#fault(`"${sign}" at character ${start + 1} is no part of a formula`);
  }

  #call({ text, at }: Token): Expression {
    const called = Object.hasOwn(FUNCTIONS, text) ? FUNCTIONS[text] : undefined;
    if (!called) throw this.#fault(`there is no function "${text}" (character ${at}); there are ${Object.keys(FUNCTIONS).join(', ')}`);
    this.#demand('(');
    const given = this.#deeper(() => {
      const list = [this.#binary(0)];
      while (this.#take(',')) list.push(this.#binary(0));
      return list;
    });
    this.#demand(')');
    if (given.length !== called.takes) throw this.#fault(`${text} at character ${at} takes ${called.takes}, not ${given.length}`);
    return (numbers) => called.of(...given.map((argument) => argument(numbers)));
  }

  #deeper<T>(read: () => T): T {
    if (++this.#nested > MOST_NESTED) throw this.#fault(`it is nested more than ${MOST_NESTED} deep`);
    const result = read();
    this.#nested--;
    return result;
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#next]?.text !== text) return false;
    this.#next++;
    return true;
  }

  #demand(text: string): void {
    const token = this.#tokens[this.#next];
    if (!this.#take(text))
      throw this.#fault(token ? `"${token.text}" at character ${token.at} is there instead of "${text}"` : `"${text}" is missing`);
  }

  #fault(reason: string): ExpressionError {
    const text = this.#text.length > MOST_CHARACTERS ? `${this.#text.slice(0, SHOWN)}...` : this.#text;
    return new ExpressionError(`${this.#field} "${text}": ${reason}`);
  }
}

/** Known names with dots and hyphens are read whole, the longest first; not `a-b` where `a` and `b` are known, which is a difference. */
function tokenPattern(known: readonly string[]): RegExp {
  const isDifference = (name: string) => name.split('-').every((part) => known.includes(part));
  const compound = known.filter((name) => COMPOUND.test(name) && !isDifference(name)).sort((a, b) => b.length - a.length);
  return new RegExp(String.raw`\s*(${[...compound.map((name) => `${name.replaceAll('.', '\\.')}(?!\\w)`), TOKEN].join('|')})`, 'y');
}

function truth(value: boolean): number {
  return value ? 1 : 0;
}

/** NaN is not known to be true. */
export function isTrue(value: number): boolean {
  return value !== 0 && !Number.isNaN(value);
}
