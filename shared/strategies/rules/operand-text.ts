import { INPUTS, type PriceInput } from '../../indicators/input.ts';
import type { NumberOrReference } from './schema.ts';

/** What an operand written as text asks for. */
export interface OperandText {
  /** The word before the parentheses, or alone: an indicator, a column, or one of the file's `indicators`. */
  readonly name: string;
  /** Absent when there are no parentheses. */
  readonly args?: {
    readonly inputs: readonly PriceInput[];
    readonly positional: readonly NumberOrReference[];
    readonly named: ReadonlyMap<string, NumberOrReference>;
  };
  readonly output?: string;
  readonly timeframe?: string;
  /** Symbol of another instrument. */
  readonly of?: string;
  readonly ago?: NumberOrReference;
}

const WORD = '[A-Za-z][A-Za-z0-9_-]*';
const OPERAND = new RegExp(`^(${WORD}(?:\\.${WORD})*)(?:\\(([^()]*)\\)(?:\\.(${WORD}))?)?(?:@(\\w+))?(?:\\[([^\\[\\]]*)\\])?$`);
const VALUE = /^(?:-?\d+(?:\.\d+)?(?:e-?\d+)?|\$[A-Za-z][A-Za-z0-9_]*)$/i;

const OTHER = /^(.*?)\s+of\s+(\S.*?)\s*$/;

/** Reads `name(argument, name=argument).output@timeframe[ago] of SYMBOL`; only the name is needed. Answers the fault where it cannot. */
export function readOperandText(text: string): OperandText | { readonly fault: string } {
  const [, first, symbol] = OTHER.exec(text) ?? [];
  if (first === undefined || symbol === undefined) return readOwn(text);
  const read = readOwn(first);
  return 'fault' in read ? read : { ...read, of: symbol };
}

function readOwn(text: string): OperandText | { readonly fault: string } {
  const match = OPERAND.exec(text.trim());
  if (match === null)
    return { fault: `"${text}" is no operand; write for example close, close[1], sma(20), bollinger(20, 2).upper or sma(20)@4h` };
  const [, word = '', inside, after, timeframe, bars] = match;
  const rest = timeframe === undefined ? {} : { timeframe };
  if (bars !== undefined && !/^(?:\d+|\$[A-Za-z][A-Za-z0-9_]*)$/.test(bars))
    return { fault: `"${text}" looks [${bars}] bars back, but must look back a whole number of bars, like close[1]` };
  const ago = bars === undefined ? {} : { ago: valueOf(bars) };
  if (inside === undefined) {
    const dot = word.lastIndexOf('.');
    const plain = dot === -1 ? { name: word } : { name: word.slice(0, dot), output: word.slice(dot + 1) };
    return { ...plain, ...rest, ...ago };
  }
  const args = readArguments(inside);
  if ('fault' in args) return { fault: `${args.fault} in "${text}"` };
  return { name: word, args, ...(after === undefined ? {} : { output: after }), ...rest, ...ago };
}

function readArguments(inside: string): NonNullable<OperandText['args']> | { readonly fault: string } {
  const inputs: PriceInput[] = [];
  const positional: NumberOrReference[] = [];
  const named = new Map<string, NumberOrReference>();
  for (const piece of inside.trim() === '' ? [] : inside.split(',')) {
    const argument = piece.trim();
    const [, name, value] = /^([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(argument) ?? [];
    const input = INPUTS.find((column) => column === argument);
    if (input !== undefined) inputs.push(input);
    else if (name !== undefined && value !== undefined && VALUE.test(value)) {
      if (named.has(name)) return { fault: `${name} is given twice` };
      named.set(name, valueOf(value));
    } else if (VALUE.test(argument)) {
      if (named.size > 0) return { fault: `${argument} stands after a named argument` };
      positional.push(valueOf(argument));
    } else return { fault: `"${argument}" is no argument: write a number, "$name", name=number or a price column` };
  }
  return { inputs, positional, named };
}

function valueOf(text: string): NumberOrReference {
  return text.startsWith('$') ? text : Number(text);
}
