import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CheckReport, checkIndicator } from '../../shared/indicators/check.ts';
import type { Indicator } from '../../shared/indicators/define.ts';
import { print } from '../terminal.ts';
import { UserError } from '../user-error.ts';

/** `skytape indicators check FILE`: holds an indicator to the contract of the built-in ones; exit code 2 and the broken promises when it fails. */
export async function indicatorsCheck(file: string, { json }: { readonly json?: boolean }): Promise<void> {
  const report = checkIndicator(await indicatorOf(file));
  print(json ? JSON.stringify(report) : asText(report));
  const broken = report.checks.filter(({ fault }) => fault !== undefined).length;
  if (broken > 0) throw new UserError(`${file}: ${report.id} breaks ${broken} of ${report.checks.length} promises of an indicator`);
}

async function indicatorOf(file: string): Promise<Indicator> {
  if (!existsSync(file)) throw new UserError(`cannot read ${file}: no such file`);
  const loaded = await import(pathToFileURL(resolve(file)).href).catch((error: Error) => {
    throw new UserError(`cannot load ${file}: ${error.message}`, { cause: error });
  });
  const { default: indicator } = loaded as { default?: unknown };
  if (typeof indicator === 'function' && 'definition' in indicator) return indicator as Indicator;
  throw new UserError(`${file}: its default export is no indicator; write export default defineIndicator({ ... })`);
}

function asText({ id, checks }: CheckReport): string {
  return [
    id,
    ...checks.map(({ promise, fault }) => (fault === undefined ? `  ok      ${promise}` : `  BROKEN  ${promise}\n          ${fault}`)),
  ].join('\n');
}
