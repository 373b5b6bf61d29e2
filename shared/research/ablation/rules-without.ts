import { pathText, type Path, RuleError } from '../../strategies/rules/fault.ts';
import { parseRules, type RuleCatalogue } from '../../strategies/rules/parse.ts';
import type { AblationInput } from './alone-subject.ts';

type Json = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, number>>;

/** Parts that a rule file may have or not. */
const PROTECTIONS = ['stopLoss', 'takeProfit', 'trailingStop', 'cooldown', 'wait'] as const;

/**
 * The rules without one part, for each part that they can stand without: every condition of an `all` or `any` with two or more, named by its place like
 * `entry.long.all[1]`, and every stop, target and pause. Parameters and named indicators that only the part used go with it. For `ablate`.
 * `values` are the parameters of the whole rules. Throws `RuleError` when those are no rules.
 */
export function rulesWithoutEach(json: unknown, values: Values, catalogue?: RuleCatalogue): NonNullable<AblationInput['without']> {
  parseRules(json, 'rules', catalogue);
  const file = json as Json;
  const paths: Path[] = [
    ...removable(file['entry'], ['entry']),
    ...removable(file['exit'], ['exit']),
    ...PROTECTIONS.flatMap((key) => (file[key] === undefined ? [] : [[key]])),
  ];
  return paths.flatMap((path) => {
    const strategy = parseLess(without(file, path) as Json, catalogue);
    if (strategy === undefined) return [];
    const kept = Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(strategy.params, name)));
    return [{ part: pathText(path), strategy, values: strategy.parse(kept) }];
  });
}

/** Places of the members of lists, inside each other too. */
function removable(node: unknown, path: Path): Path[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]): Path[] => {
    const joins = (key === 'all' || key === 'any') && Array.isArray(value);
    if (!joins) return ['long', 'short', 'not'].includes(key) ? removable(value, [...path, key]) : [];
    const members = (value as unknown[]).flatMap((member, i) => removable(member, [...path, key, i]));
    return value.length < 2 ? members : [...value.map((_, i) => [...path, key, i]), ...members];
  });
}

function without(node: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(node)) {
    return rest.length === 0 ? node.filter((_, i) => i !== key) : node.map((value, i) => (i === key ? without(value, rest) : value));
  }
  const fields = Object.entries(node as Json);
  return Object.fromEntries(
    rest.length === 0
      ? fields.filter(([name]) => name !== key)
      : fields.map(([name, value]) => [name, name === key ? without(value, rest) : value]),
  );
}

/** The whole rules were right, so what is wrong now is what nothing uses any more; undefined when the rest cannot stand without the part. */
function parseLess(json: Json, catalogue: RuleCatalogue | undefined): ReturnType<typeof parseRules> | undefined {
  try {
    return parseRules(json, 'rules', catalogue);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const unused = error.faults.map(({ field }) => /^(params|indicators)\.(\w+)$/.exec(field));
    if (unused.includes(null)) return undefined;
    const less = unused.reduce<unknown>((rest, match) => without(rest, (match as RegExpExecArray).slice(1)), json) as Json;
    return parseLess(less, catalogue);
  }
}
