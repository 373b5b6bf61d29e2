import type * as z from 'zod';
import { Refusal, type RefusalKind } from '../../../application/refusal.ts';
import type { Problem } from '../../../contracts/schemas.ts';
import { branchOf, fieldOf, sayFault } from './fault.ts';
import { Reply } from './reply.ts';

const STATUS: Readonly<Record<RefusalKind, readonly [status: number, title: string]>> = {
  invalid: [400, 'The request is not valid'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'Not found'],
  conflict: [409, 'Conflict'],
  'too-large': [413, 'Too large'],
  'unsupported-media-type': [415, 'Unsupported media type'],
  unprocessable: [422, 'Not possible'],
};

/** The refusal of a value that does not fit its schema: all faults, the first one in the detail. `where` is put before each path. */
export function refusalOf(error: z.ZodError, value: unknown, where = ''): Refusal {
  const errors = error.issues
    .map(branchOf)
    .slice(0, 20)
    .map((issue) => ({ field: fieldOf(issue, where), message: sayFault(issue, value, where) }));
  const { field, message } = errors[0] ?? { field: where, message: 'the request does not fit' };
  return new Refusal('invalid', message, { errors, ...(field === '' ? {} : { field }) });
}

/** RFC 9457 of anything thrown. What is no refusal is a bug or an outage: the caller learns only its request id, the log has the rest. */
export function problemReply(error: unknown, requestId: string): Reply {
  if (!(error instanceof Refusal)) {
    return reply({
      type: 'urn:skytape:problem:internal',
      title: 'Something broke',
      status: 500,
      detail: 'the request could not be completed; its id finds the reason in the log',
      requestId,
    });
  }
  const [status, title] = STATUS[error.kind];
  return reply({
    type: `urn:skytape:problem:${error.kind}`,
    title,
    status,
    detail: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
    requestId,
  });
}

function reply(problem: Problem): Reply {
  return new Reply(problem.status, { 'content-type': 'application/problem+json' }, JSON.stringify(problem));
}
