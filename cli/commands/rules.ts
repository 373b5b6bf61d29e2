import { explainRules } from '../../shared/strategies/rules/explain.ts';
import { rulesJsonSchema } from '../../shared/strategies/rules/schema.ts';
import { loadRuleCatalogue } from '../registry.ts';
import { readRuleFile } from '../rule-file.ts';
import { print } from '../terminal.ts';

/** `skytape rules explain FILE`: what the rules do, in English; the first fault with its place when they cannot be run. */
export async function rulesExplain(path: string): Promise<void> {
  print(explainRules(readRuleFile(path), await loadRuleCatalogue()));
}

/** `skytape rules schema`: the JSON Schema that an editor can check a rule file with. */
export function rulesSchema(): void {
  print(JSON.stringify(rulesJsonSchema(), null, 2));
}
