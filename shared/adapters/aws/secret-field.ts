import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';

const Fields = z.record(z.string(), z.unknown());

/** Reads one field of a secret that is JSON, once while the process lives; a failed attempt is not remembered. Throws when the field is not there. */
export function secretField(name: string, field: string): () => Promise<string> {
  const client = new SecretsManagerClient({ maxAttempts: 3 });
  let known: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const { SecretString = '{}' } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    const value = Fields.parse(JSON.parse(SecretString))[field];
    if (typeof value !== 'string' || value === '') throw new Error(`the secret ${name} has no field "${field}"`);
    return value;
  };
  return () => {
    known ??= read();
    known.catch(() => (known = undefined));
    return known;
  };
}
