import {
  costNameFault,
  feesTemplate,
  feesTestTemplate,
  slippageTemplate,
  slippageTestTemplate,
} from '../../shared/engine/costs/scaffold.ts';
import { loadRuleCatalogue } from '../registry.ts';
import { UserError } from '../user-error.ts';
import { writeScaffold } from './new-file.ts';

/** `skytape new fees NAME` and `skytape new slippage NAME`: writes the model and its test. */
export async function newCosts(kind: 'fees' | 'slippage', name: string): Promise<void> {
  const taken = ((await loadRuleCatalogue()).costs ?? []).map(({ id }) => id);
  const fault = costNameFault(name, taken);
  if (fault !== undefined) throw new UserError(fault);
  const [text, test] =
    kind === 'fees' ? [feesTemplate(name), feesTestTemplate(name)] : [slippageTemplate(name), slippageTestTemplate(name)];
  writeScaffold({
    files: { [`costs/${name}.ts`]: text, [`test/unit/costs/${name}.test.ts`]: test },
    next: [
      `A run with it: skytape backtest --data FILE.csv --strategy sma-cross --${kind} ${name}`,
      `Its test:      npm test -- ${name}`,
      'A platform that runs already needs a new npm start.',
    ],
  });
}
