import { feedNameFault, feedTemplate, feedTestTemplate } from '../../shared/market/feed-scaffold.ts';
import { loadFeeds } from '../registry.ts';
import { UserError } from '../user-error.ts';
import { writeScaffold } from './new-file.ts';

/** `skytape new feed NAME`: writes the feed and its test; neither may be there yet. */
export async function newFeed(name: string): Promise<void> {
  const taken = (await loadFeeds()).map(({ id }) => id);
  const fault = feedNameFault(name, taken);
  if (fault !== undefined) throw new UserError(fault);
  writeScaffold({
    files: { [`feeds/${name}.ts`]: feedTemplate(name), [`test/unit/feeds/${name}.test.ts`]: feedTestTemplate(name) },
    next: [
      `A run on what it reads: skytape backtest --data ${name}:FILE --strategy sma-cross`,
      `Into the catalogue:     skytape data import ${name}:FILE`,
      `Its test:               npm test -- ${name}`,
    ],
  });
}
