/** A refusal in the JSON protocols of AWS: `type` is the service's own name for it, by which the SDK builds its exception. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly type: string;
  readonly status: number;
  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}
