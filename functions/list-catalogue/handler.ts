import { api } from '../../shared/adapters/aws/http/api.ts';
import { getIndicator, listIndicators, listStrategies } from '../../shared/application/list-catalogue.ts';
import { INDICATORS } from '../../shared/indicators/catalogue.ts';
import { STRATEGIES } from '../../strategies/registry.generated.ts';

const definitions = INDICATORS.map(({ definition }) => definition);

export const handler = api('list-catalogue', {
  listStrategies: async () => ({ strategies: listStrategies(STRATEGIES) }),
  listIndicators: async () => ({ indicators: listIndicators(definitions) }),
  getIndicator: async ({ path, query }) => getIndicator(definitions, path.id, query),
});
