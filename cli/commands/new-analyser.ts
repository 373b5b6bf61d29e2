import { analyserNameFault, analyserTemplate, analyserTestTemplate } from '../../shared/performance/analyser-scaffold.ts';
import { loadAnalysers } from '../registry.ts';
import { UserError } from '../user-error.ts';
import { writeScaffold } from './new-file.ts';

/** `skytape new analyser NAME`: writes the analyser and its test; neither may be there yet. */
export async function newAnalyser(name: string): Promise<void> {
  const taken = (await loadAnalysers()).map(({ id }) => id);
  const fault = analyserNameFault(name, taken);
  if (fault !== undefined) throw new UserError(fault);
  writeScaffold({
    files: { [`analysers/${name}.ts`]: analyserTemplate(name), [`test/unit/analysers/${name}.test.ts`]: analyserTestTemplate(name) },
    next: [
      `Its answer: skytape backtest --data FILE.csv --strategy sma-cross --analyser ${name}`,
      `Its test:   npm test -- ${name}`,
      'The command line lists it from now on; a platform that runs already needs a new npm start.',
    ],
  });
}
