import { existsSync } from 'node:fs';

/** The module of an exchange's class; undefined for an exchange that ccxt does not know. Its exports map hides these files, so they are loaded by URL. */
export async function importExchange(venue: string, streaming: boolean): Promise<unknown> {
  const file = new URL(`./src/${streaming ? 'pro/' : ''}${venue}.js`, import.meta.resolve('ccxt'));
  return existsSync(file) ? import(file.href) : undefined;
}

export function importErrors(): Promise<unknown> {
  return import(new URL('./src/base/errors.js', import.meta.resolve('ccxt')).href);
}
