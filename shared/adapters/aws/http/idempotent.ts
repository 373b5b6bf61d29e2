import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Refusal } from '../../../application/refusal.ts';
import type { RouteId } from '../../../contracts/routes.ts';
import type { Answer } from './api.ts';

/** How long an answer is kept; an upload's URL lives as long, so that a repeated answer can still be used. */
export const IDEMPOTENCY_SECONDS = 3600;

/**
 * Makes an answer honour `Idempotency-Key`: the same key and body again get the first answer, the same key with another body or while the
 * first is still under way is a conflict (409). Keys are the caller's own: another tenant's, or another route's, never meet.
 */
export function idempotent<K extends RouteId>(
  id: K,
  store: { readonly client: DynamoDBClient; readonly table: string },
  answer: Answer<K>,
): Answer<K> {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    payloadValidationJmesPath: 'body',
    expiresAfterSeconds: IDEMPOTENCY_SECONDS,
    hashFunction: 'sha256',
    throwOnNoIdempotencyKey: true,
  });
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName: store.table, awsSdkV3Client: store.client });
  return async (request, context) => {
    const { idempotencyKey, caller, body } = request;
    if (idempotencyKey === undefined) return answer(request, context);
    config.registerLambdaContext(context);
    const once = makeIdempotent((_selection: { key: string; body: unknown }) => answer(request, context), {
      persistenceStore,
      config,
      keyPrefix: `${caller.tenant}/${id}`,
    });
    try {
      return await once({ key: `${caller.tenant}/${id}/${idempotencyKey}`, body });
    } catch (error) {
      throw conflictOf(error, idempotencyKey);
    }
  };
}

/** Powertools wraps trouble with its table in errors of its own; what `answer` threw comes through unwrapped. */
function conflictOf(error: unknown, key: string): unknown {
  const name = error instanceof Error ? error.name : '';
  if (name === 'IdempotencyValidationError')
    return new Refusal('conflict', `idempotency-key "${key}" was used with another body; use a new key for a new request`, {
      field: 'idempotency-key',
    });
  if (name === 'IdempotencyAlreadyInProgressError')
    return new Refusal('conflict', `the first request with idempotency-key "${key}" is still under way`, { field: 'idempotency-key' });
  return error;
}
