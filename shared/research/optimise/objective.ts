import { type Expression, isTrue } from '../../domain/expression.ts';
import { LESS_IS_BETTER } from '../../domain/less-is-better.ts';
import { ResearchError } from '../error.ts';
import { parseExpression } from './expression.ts';

export type Goal = 'max' | 'min';

export interface ObjectiveText {
  /** A measure or a formula over them. */
  readonly objective: string;
  /** Which way is better; by the measure when left out. */
  readonly goal?: Goal | undefined;
  /** Conditions on measures, all of which a result must meet. */
  readonly requirements: readonly string[];
}

export type Measures = Readonly<Record<string, number | null>>;

/** The score of a result, the higher the better; null where the objective is undefined or a condition not met. */
export type Objective = (measures: Measures) => number | null;

/** Reads an objective over the measures in `known`. Throws `ResearchError` that names what is wrong in which text. */
export function parseObjective({ objective, goal, requirements }: ObjectiveText, known: readonly string[]): Objective {
  const formula = parseExpression(objective, known, 'objective');
  const sign = (goal ?? defaultGoal(objective)) === 'min' ? -1 : 1;
  const conditions = requirements.map((text) => parseExpression(text, known, 'require'));
  return (measures) => {
    if (!conditions.every((condition) => isTrue(condition(measures)))) return null;
    const value = sign * formula(measures);
    return Number.isFinite(value) ? value : null;
  };
}

/** Which way an objective is better when the user does not say. */
export function defaultGoal(objective: string): Goal {
  return LESS_IS_BETTER.includes(objective.trim()) ? 'min' : 'max';
}

/** What a combination must meet before it is run: conditions on parameters. Throws `ResearchError` that names what is wrong in which text. */
export function parseConstraints(texts: readonly string[], known: readonly string[]): (params: Measures) => boolean {
  const conditions: Expression[] = texts.map((text) => parseExpression(text, known, 'constraint'));
  return (params) => conditions.every((condition) => isTrue(condition(params)));
}

/** Throws `ResearchError` unless `trials` is a whole number above 0. */
export function checkTrials(trials: number): void {
  if (!(Number.isInteger(trials) && trials > 0 && trials <= 1_000_000))
    throw new ResearchError('trials', `trials is ${trials}, but must be a whole number from 1 to 1000000`);
}
