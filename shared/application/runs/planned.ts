import type { BacktestRequest } from '../../contracts/schemas.ts';
import { memberNames } from '../../domain/member-names.ts';
import { RuleError } from '../../strategies/rules/fault.ts';
import { Refusal } from '../refusal.ts';
import { refusalOfRules } from '../research/explain-rules.ts';

type Asked = Pick<BacktestRequest, 'strategies'>;

/** What a request calls a part for which the engine has another name. */
const FIELDS: Readonly<Record<string, string>> = { share: 'strategies' };

/** Does what checks a request, and turns an error that names its field into a refusal at that place of the request. */
export function planned<T>(request: Asked, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleError) throw refusalOfRules(error, 'rules');
    if (!(error instanceof Error) || !('field' in error) || typeof error.field !== 'string') throw error;
    const field = error.name === 'ParameterError' ? parameterField(request, error.field) : (FIELDS[error.field] ?? error.field);
    throw new Refusal('invalid', error.message, { field });
  }
}

/** Where a parameter stands: under `params`, or under those of the one of several strategies behind whose name it is. */
function parameterField({ strategies }: Asked, name: string): string {
  if (strategies === undefined) return `params.${name}`;
  const names = memberNames(strategies.map(({ strategy }) => strategy));
  const member = names.findIndex((each) => name.startsWith(`${each}.`));
  if (member !== -1) return `strategies.${member}.params.${name.slice(`${names[member]}.`.length)}`;
  return names.length === 1 ? `strategies.0.params.${name}` : 'strategies';
}
