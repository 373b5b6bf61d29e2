import { type Understanding, UNDERSTOOD } from '../understood.ts';
import type { Resource } from './template.ts';

/**
 * Checks that the embedded cloud runs every resource as the template says it. Throws one error that names each resource type that is unlisted or
 * refused, and each property of a type that is run which is neither honoured nor knowingly ignored.
 */
export function checkUnderstood(resources: readonly Resource[], understood: Readonly<Record<string, Understanding>> = UNDERSTOOD): void {
  const complaints = resources.flatMap((resource) => complaintsOf(resource, understood[resource.type]));
  if (complaints.length > 0)
    throw new Error(`the embedded cloud cannot run this app:\n${complaints.map((line) => `  ${line}`).join('\n')}`);
}

/** The resources of one type, the run ones only. */
export function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

function complaintsOf(resource: Resource, understanding: Understanding | undefined): string[] {
  const where = `${resource.stack}/${resource.id}`;
  if (understanding === undefined) return [`${where}: resource type ${resource.type} is not listed in local/understood.ts`];
  if (understanding.kind === 'refused') return [`${where}: ${resource.type} is refused: ${understanding.reason}`];
  if (understanding.kind === 'ignored') return [];
  const listed = new Set([...understanding.honoured, ...Object.keys(understanding.ignored ?? {})]);
  return unlisted(resource.properties, '', listed).map(
    (path) => `${where}: property ${path} of ${resource.type} is not listed in local/understood.ts`,
  );
}

/** Paths of the properties that the list does not know. A listed path covers all below it; `A.B` makes the children of `A` be looked at one by one. */
function unlisted(value: unknown, path: string, listed: ReadonlySet<string>): string[] {
  if (path !== '' && listed.has(path)) return [];
  const inside = path === '' || [...listed].some((entry) => entry.startsWith(`${path}.`));
  if (!inside || typeof value !== 'object' || value === null) return [path];
  if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => unlisted(entry, path, listed)))];
  return Object.entries(value).flatMap(([key, entry]) => unlisted(entry, path === '' ? key : `${path}.${key}`, listed));
}
