import { strategyNameFault, strategyTemplate, strategyTestTemplate } from '../../shared/strategies/scaffold.ts';
import { UserError } from '../user-error.ts';
import { writeScaffold } from './new-file.ts';

/** `skytape new strategy NAME`: writes the strategy and its test; neither may be there yet. */
export function newStrategy(name: string): void {
  const fault = strategyNameFault(name);
  if (fault !== undefined) throw new UserError(fault);
  writeScaffold({
    files: { [`strategies/${name}.ts`]: strategyTemplate(name), [`test/unit/strategies/${name}.test.ts`]: strategyTestTemplate(name) },
    next: [
      `It trades as it is: skytape backtest --data FILE.csv --strategy ${name}`,
      `Its test:           npm test -- ${name}`,
      'The command line and the console list it from now on; a platform that runs already needs a new npm start.',
    ],
  });
}
