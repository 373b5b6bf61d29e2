export type RefusalKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'unsupported-media-type' | 'unprocessable';

interface Details {
  /** The part of the request at fault, as a path: `params.slow`. */
  readonly field?: string;
  /** All faults when there are several. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** A request that was understood and is not going to be done, with what would be right. Nothing is half done when it is thrown. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  readonly field: string | undefined;
  readonly errors: Details['errors'];
  constructor(kind: RefusalKind, message: string, { field, errors }: Details = {}) {
    super(message);
    this.kind = kind;
    this.field = field;
    this.errors = errors;
  }
}
