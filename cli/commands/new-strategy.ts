import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { strategyNameFault, strategyTemplate, strategyTestTemplate } from '../../shared/strategies/scaffold.ts';
import { writeWhole } from '../files.ts';
import { ROOT } from '../registry.ts';
import { print } from '../terminal.ts';
import { UserError } from '../user-error.ts';

/** `skytape new strategy NAME`: writes the strategy and its test; neither may be there yet. */
export function newStrategy(name: string): void {
  const fault = strategyNameFault(name);
  if (fault !== undefined) throw new UserError(fault);
  const strategy = join(ROOT, 'strategies', `${name}.ts`);
  const test = join(ROOT, 'test', 'unit', 'strategies', `${name}.test.ts`);
  for (const path of [strategy, test]) {
    if (existsSync(path)) throw new UserError(`${shown(path)} is there already; choose another name`);
  }
  writeWhole(strategy, strategyTemplate(name));
  writeWhole(test, strategyTestTemplate(name));
  print(
    [
      `wrote ${shown(strategy)}`,
      `wrote ${shown(test)}`,
      '',
      `It trades as it is: skytape backtest --data FILE.csv --strategy ${name}`,
      `Its test:           npm test -- ${name}`,
      'The command line and the console list it from now on; a platform that runs already needs a new npm start.',
    ].join('\n'),
  );
}

function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}
