import type { Parameter } from '../../indicators/parameters.ts';
import { barsWords } from './operand.ts';
import { compileRules, type RuleCatalogue } from './parse.ts';

/** What the rules do, in English, one sentence a line. Throws `RuleError` as `parseRules` does. */
export function explainRules(json: unknown, catalogue?: RuleCatalogue): string {
  const { file, parameters, rules } = compileRules(json, catalogue);
  const { long, short, exits, sizing, cooldown, wait } = rules;
  const lines: string[] = [];
  if (file.about !== undefined) lines.push(file.about);
  for (const [way, { entry, exit }] of [
    ['long', long],
    ['short', short],
  ] as const) {
    if (entry) lines.push(`Enters ${way} when ${entry.said}.`);
    if (exit) lines.push(`Leaves ${way} when ${exit.said}.`);
  }
  if (long.entry && short.entry) {
    lines.push(
      cooldown.parameter === undefined && cooldown.said === '0'
        ? 'An entry on the other side closes the position and opens the opposite one; when both sides would enter, neither does.'
        : 'An entry on the other side closes the position; when both sides would enter, neither does.',
    );
  }
  lines.push(...exits.said);
  const ends = long.exit ?? short.exit ?? exits.said[0] ?? (long.entry && short.entry);
  if (ends === undefined) lines.push('Nothing ends a position: it is held to the last bar.');
  lines.push(sizing.said);
  if (wait.said !== '0')
    lines.push(
      `Waits ${barsWords(wait.said)} after the signal of an entry, and forgets it when its exit or an entry on the other side comes first.`,
    );
  if (cooldown.said !== '0') lines.push(`Stays out for ${barsWords(cooldown.said)} after the bar in which a position ends.`);
  lines.push(...Object.entries(parameters.declared).map(([name, parameter]) => parameterLine(name, parameter)));
  return `${lines.join('\n')}\n`;
}

function parameterLine(name: string, { kind, default: value, min, max, about }: Parameter): string {
  const noun = kind === 'int' ? 'a whole number' : 'a number';
  return `$${name} is ${value}, and may be ${noun} from ${min} to ${max}${about === '' ? '' : `: ${about}`}.`;
}
