import { indicatorNameFault, indicatorTemplate, indicatorTestTemplate } from '../../shared/indicators/scaffold.ts';
import { loadIndicators } from '../registry.ts';
import { UserError } from '../user-error.ts';
import { writeScaffold } from './new-file.ts';

/** `skytape new indicator NAME`: writes the indicator and its test; neither may be there yet. */
export async function newIndicator(name: string): Promise<void> {
  const taken = (await loadIndicators()).map(({ definition }) => definition.id);
  const fault = indicatorNameFault(name, taken);
  if (fault !== undefined) throw new UserError(fault);
  writeScaffold({
    files: { [`indicators/${name}.ts`]: indicatorTemplate(name), [`test/unit/indicators/${name}.test.ts`]: indicatorTestTemplate(name) },
    next: [
      `Its values:   skytape indicators compute ${name} --data FILE.csv`,
      `Its contract: skytape indicators check indicators/${name}.ts`,
      `Its test:     npm test -- ${name}`,
      'The command line and the console list it from now on; a platform that runs already needs a new npm start.',
    ],
  });
}
