/** A question that the data cannot answer; `field` names the argument at fault. */
export class ResearchError extends Error {
  override readonly name = 'ResearchError';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
