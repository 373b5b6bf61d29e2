/** A refusal of S3: `code` is S3's own word for it. */
export class ObjectsError extends Error {
  override readonly name = 'ObjectsError';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function notImplemented(what: string): ObjectsError {
  return new ObjectsError(501, 'NotImplemented', `${what} is not offered by the embedded cloud`);
}
