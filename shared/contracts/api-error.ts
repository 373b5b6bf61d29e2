import { Problem } from './schemas.ts';

interface Details extends ErrorOptions {
  readonly problem?: Problem;
}

/**
 * An answer of the platform that is not a success. `status` is the HTTP status, 0 when nothing answered.
 * `problem` is there when a handler refused; the gateway's own 401, 404, 413, 429 and 503 carry only a message.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: Problem | undefined;
  constructor(status: number, message: string, { problem, ...options }: Details = {}) {
    super(message, options);
    this.status = status;
    this.problem = problem;
  }

  /** The part of the request at fault, when the answer names one. */
  get field(): string | undefined {
    return this.problem?.field;
  }
}

/** The error of a response whose status is not a success: problem+json of a handler, `{ message }` of the gateway, or neither. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const body = jsonOrUndefined(await response.text());
  const problem = Problem.safeParse(body);
  if (problem.success) return new ApiError(response.status, problem.data.detail, { problem: problem.data });
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : response.statusText;
  return new ApiError(response.status, message === '' ? `the platform answered ${response.status}` : message);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
