import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { readJson, writeAtomically } from '../files.ts';

export interface IssuerKeys {
  readonly sign: CryptoKey;
  readonly verify: CryptoKey;
  readonly publicJwk: JWK;
  readonly keyId: string;
}

/** The issuer's RS256 key pair; made once and kept in the state directory, so that a token outlives a restart. */
export async function loadKeys(file: string): Promise<IssuerKeys> {
  const stored = readJson(file) as JWK | undefined;
  const secret = stored ?? (await freshKey());
  if (stored === undefined) writeAtomically(file, JSON.stringify(secret));
  const { kty, n, e } = secret as { kty: string; n: string; e: string };
  const keyId = await calculateJwkThumbprint({ kty, n, e });
  const publicJwk: JWK = { kty, n, e, alg: 'RS256', use: 'sig', kid: keyId };
  return {
    sign: (await importJWK(secret, 'RS256')) as CryptoKey,
    verify: (await importJWK(publicJwk, 'RS256')) as CryptoKey,
    publicJwk,
    keyId,
  };
}

async function freshKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return exportJWK(privateKey);
}
