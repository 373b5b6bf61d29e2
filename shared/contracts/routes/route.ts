import type * as z from 'zod';

export type Role = 'viewer' | 'trader' | 'risk' | 'admin';

/** One row of the API. The gateway's routes, the handlers' parsing, the OpenAPI document and the typed client are all made from it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Folder under `functions/` that answers. */
  readonly handler: string;
  readonly summary: string;
  /** Roles that may call it, any of them; `public` needs no token. */
  readonly access: 'public' | readonly Role[];
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
  /** Media types beside application/json. */
  readonly produces?: readonly string[];
  /** POST only: honours `Idempotency-Key`. */
  readonly idempotent?: boolean;
}

/** Who may look. */
export const READ: readonly Role[] = ['viewer', 'trader', 'risk', 'admin'];
/** Who may change research and data. */
export const RESEARCH: readonly Role[] = ['trader', 'admin'];
