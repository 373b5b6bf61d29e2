import { type Expression, ExpressionError, parseExpression as parse } from '../../domain/expression.ts';
import { ResearchError } from '../error.ts';

/** Reads a formula over the names in `known`. Throws `ResearchError` naming `field` and the place. */
export function parseExpression(text: string, known: readonly string[], field: string): Expression {
  try {
    return parse(text, known, field);
  } catch (error) {
    if (error instanceof ExpressionError) throw new ResearchError(field, error.message);
    throw error;
  }
}
