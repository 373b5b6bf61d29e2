import {
  portfolioTemplate,
  portfolioTestTemplate,
  strategyNameFault,
  strategyTemplate,
  strategyTestTemplate,
} from '../../shared/strategies/scaffold.ts';
import { UserError } from '../user-error.ts';
import { writeScaffold } from './new-file.ts';

/** `skytape new strategy NAME`: writes the strategy, of one instrument or of a portfolio, and its test; neither may be there yet. */
export function newStrategy(name: string, { portfolio = false }: { readonly portfolio?: boolean } = {}): void {
  const fault = strategyNameFault(name);
  if (fault !== undefined) throw new UserError(fault);
  const [text, test] = portfolio
    ? [portfolioTemplate(name), portfolioTestTemplate(name)]
    : [strategyTemplate(name), strategyTestTemplate(name)];
  writeScaffold({
    files: { [`strategies/${name}.ts`]: text, [`test/unit/strategies/${name}.test.ts`]: test },
    next: [
      `It trades as it is: skytape backtest --data ${portfolio ? 'ONE.csv TWO.csv' : 'FILE.csv'} --strategy ${name}`,
      `Its test:           npm test -- ${name}`,
      'The command line and the console list it from now on; a platform that runs already needs a new npm start.',
    ],
  });
}
