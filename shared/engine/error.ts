/** A run that cannot start, or a request of a strategy that makes no sense; `field` names what is wrong. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
