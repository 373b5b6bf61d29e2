import type { Objects, PutOptions } from '../ports/objects.ts';

/** A JSON object of the store; undefined when there is none. It is our own writing, so its shape is the caller's to know. */
export async function getJson<T>(objects: Objects, key: string): Promise<T | undefined> {
  const bytes = await objects.get(key);
  return bytes === undefined ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as T);
}

export function putJson(
  objects: Objects,
  key: string,
  value: unknown,
  options: Omit<PutOptions, 'contentType'> = {},
): Promise<'stored' | 'exists'> {
  return objects.put(key, JSON.stringify(value), { ...options, contentType: 'application/json' });
}
