import '../scripts/sound-code.ts';
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { removeUnfinished } from './files.ts';
import { askToStop } from './interrupt.ts';
import { buildProgram, optionLine, refusalLine, strangerLine } from './program.ts';
import { note } from './terminal.ts';
import { failureOf, UserError } from './user-error.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
const args = process.argv.slice(2);
const program = buildProgram(version);

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.on(signal, () => {
    if (askToStop()) return;
    removeUnfinished();
    note('skytape: interrupted');
    process.exit(128 + number);
  });
}

const stranger = strangerLine(program, args);
try {
  if (stranger !== undefined) throw new UserError(stranger);
  if (args.length === 0) program.outputHelp();
  else await program.parseAsync(args, { from: 'user' });
} catch (error) {
  process.exitCode = explain(error);
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    note(`skytape: ${refusalLine(error, program, args)}`);
    return 2;
  }
  const { line, exitCode } = failureOf(error);
  if (process.env['SKYTAPE_DEBUG'] === '1' && error instanceof Error) note(error.stack ?? '');
  note(`skytape: ${optionLine(line, program, args)}`);
  return exitCode;
}
