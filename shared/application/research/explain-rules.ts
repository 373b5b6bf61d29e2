import type { RulesExplained } from '../../contracts/research.ts';
import { explainRules } from '../../strategies/rules/explain.ts';
import { RuleError } from '../../strategies/rules/fault.ts';
import { parseRules, type RuleCatalogue } from '../../strategies/rules/parse.ts';
import { parameterInfos } from '../list-catalogue.ts';
import { Refusal } from '../refusal.ts';

/** Faults that a refusal lists. */
const FAULTS_MAX = 20;

/** What rules say, in English, with the parameters they have. Throws a refusal that lists every fault with its place in the JSON. */
export function understandRules(json: unknown, catalogue?: RuleCatalogue): RulesExplained {
  try {
    const { id, params } = parseRules(json, 'rules', catalogue);
    return { name: id, text: explainRules(json, catalogue), params: parameterInfos(params) };
  } catch (error) {
    if (error instanceof RuleError) throw refusalOfRules(error, '');
    throw error;
  }
}

/** The refusal of rules that lie under `root` of a request. */
export function refusalOfRules(error: RuleError, root: string): Refusal {
  const at = (field: string) => [root, field].filter((part) => part !== '').join('.');
  const errors = error.faults.slice(0, FAULTS_MAX).map(({ field, reason }) => ({ field: at(field), message: reason }));
  return new Refusal('invalid', error.message, { field: at(error.field), errors });
}
