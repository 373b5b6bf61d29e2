import type { Pattern } from '../../patterns/pattern.ts';
import type { Faults } from './fault.ts';
import type { Operands } from './operand.ts';
import type { RuleParameters } from './parameters.ts';

/** What conditions are compiled with. */
export interface ConditionScope {
  readonly faults: Faults;
  readonly parameters: RuleParameters;
  readonly operands: Operands;
  readonly patterns: ReadonlyMap<string, Pattern>;
}
