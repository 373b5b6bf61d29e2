import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from './user-error.ts';

export const API = new Option('--api <url>', 'do it on a running platform instead of in this process, for example http://127.0.0.1:4600');
export const JSON_OUT = new Option('--json', 'print one JSON object on standard output and nothing else');
export const ASSET_CLASSES = ['crypto', 'equity', 'fx', 'commodity', 'future', 'option'];

/** A command for which a platform has no route: `--api` is refused with a word of why. */
export function hereOnly(command: Command): Command {
  const refuse = () => {
    throw new InvalidArgumentError(`but ${command.name()} runs on this machine only, a platform has no route for it; leave it out.`);
  };
  return command.addOption(new Option('--api <url>').hideHelp().argParser(refuse));
}

/** Commander asks for a missing option before it looks at a mistyped one; this asks after. */
export function demand(options: Readonly<Record<string, unknown>>, ...names: readonly string[]): void {
  const missing = names.filter((name) => options[name] === undefined).map((name) => `--${name}`);
  if (missing.length > 0) throw new UserError(`${missing.join(' and ')} must be given; see --help`);
}

export function number(text: string): number {
  const value = decimal(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number, like 1000 or 0.5.');
  return value;
}

/** NaN for what is none; Number() also reads blanks and hexadecimal. */
function decimal(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

export function numbers(text: string, before: readonly number[] = []): number[] {
  return [...before, number(text)];
}

export function timeframe(text: string): string {
  if (!/^[1-9]\d{0,5}[smhdw]$/.test(text)) throw new InvalidArgumentError('It must be a number and a unit, like 1m, 15m, 1h or 1d.');
  return text;
}

export function parameter(text: string, before: Readonly<Record<string, number>> = {}): Record<string, number> {
  const match = /^([A-Za-z][\w.-]*)=(.+)$/.exec(text);
  if (!match?.[1] || !match[2]) throw new InvalidArgumentError('It must be NAME=VALUE, like fast=10.');
  const value = decimal(match[2]);
  if (!Number.isFinite(value)) throw new InvalidArgumentError(`but the value of ${match[1]} must be a number.`);
  return { ...before, [match[1]]: value };
}
