import { api } from '../../shared/adapters/aws/http/api.ts';
import { getIndicator, listAnalysers, listIndicators, listPatterns, listStrategies } from '../../shared/application/list-catalogue.ts';
import { understandRules } from '../../shared/application/research/explain-rules.ts';
import { ANALYSERS } from '../../analysers/registry.generated.ts';
import { USER_INDICATORS } from '../../indicators/registry.generated.ts';
import { catalogueWith } from '../../shared/indicators/catalogue.ts';
import { PATTERNS } from '../../shared/patterns/catalogue.ts';
import { ruleCatalogue } from '../../shared/strategies/rules/parse.ts';
import { rulesJsonSchema } from '../../shared/strategies/rules/schema.ts';
import { STRATEGIES } from '../../strategies/registry.generated.ts';

const definitions = catalogueWith(USER_INDICATORS).map(({ definition }) => definition);
const rules = ruleCatalogue(USER_INDICATORS);
const patterns = PATTERNS.map(({ definition }) => definition);

export const handler = api('list-catalogue', {
  listStrategies: async () => ({ strategies: listStrategies(STRATEGIES) }),
  listIndicators: async () => ({ indicators: listIndicators(definitions) }),
  listPatterns: async () => ({ patterns: listPatterns(patterns) }),
  listAnalysers: async () => ({ analysers: listAnalysers(ANALYSERS) }),
  rulesSchema: async () => rulesJsonSchema(),
  explainRules: async ({ body }) => understandRules(body, rules),
  getIndicator: async ({ path, query }) => getIndicator(definitions, path.id, query),
});
