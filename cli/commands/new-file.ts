import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeWhole } from '../files.ts';
import { ROOT } from '../registry.ts';
import { print } from '../terminal.ts';
import { UserError } from '../user-error.ts';

export interface Scaffold {
  /** Text of a file by its path below the repository. */
  readonly files: Readonly<Record<string, string>>;
  /** What to do with them. */
  readonly next: readonly string[];
}

/** Writes the files of something new and says what to do next; writes none when one is there already. */
export function writeScaffold({ files, next }: Scaffold): void {
  const paths = Object.entries(files).map(([path, text]) => ({ path: join(ROOT, path), text }));
  for (const { path } of paths) if (existsSync(path)) throw new UserError(`${shown(path)} is there already; choose another name`);
  for (const { path, text } of paths) writeWhole(path, text);
  print([...paths.map(({ path }) => `wrote ${shown(path)}`), '', ...next].join('\n'));
}

function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}
