import { evaluateFunction, isIntrinsic } from './intrinsics.ts';
import { type Identity, identify, type Surroundings } from './identity.ts';
import { textOf } from '../text.ts';
import type { Resource, Stack, TemplateResource } from './template.ts';

/**
 * Every resource of the stacks with its intrinsics resolved, in the order of the templates; those whose condition is false are left out.
 * Throws an error that names stack and resource for an intrinsic, a reference, an attribute or an import that does not exist, and for a circle.
 */
export function resolveStacks(stacks: readonly Stack[], world: Surroundings): Resource[] {
  const scopes: Scope[] = stacks.map((stack) => new Scope(stack, world, (name) => findExport(name, scopes)));
  return scopes.flatMap((scope) => scope.resources());
}

function findExport(name: string, scopes: readonly Scope[]): unknown {
  for (const scope of scopes) {
    const found = scope.exported(name);
    if (found !== undefined) return found.value;
  }
  throw new Error(`no stack exports ${name}`);
}

/** One stack's names: what its intrinsics can see. */
class Scope {
  readonly #stack: Stack;
  readonly #world: Surroundings;
  readonly #import: (name: string) => unknown;
  readonly #identities = new Map<string, Identity>();
  readonly #underway = new Set<string>();

  constructor(stack: Stack, world: Surroundings, importValue: (name: string) => unknown) {
    this.#stack = stack;
    this.#world = world;
    this.#import = importValue;
  }

  resources(): Resource[] {
    const found: Resource[] = [];
    for (const [id, resource] of Object.entries(this.#stack.template.Resources ?? {})) {
      try {
        if (resource.Condition !== undefined && this.condition(resource.Condition) !== true) continue;
        const properties = this.resolve(resource.Properties ?? {}) as Record<string, unknown>;
        found.push({ id, stack: this.#stack.name, type: resource.Type, properties, ...this.identity(id) });
      } catch (error) {
        throw new Error(`${this.#stack.name}/${id} (${resource.Type}): ${(error as Error).message}`, { cause: error });
      }
    }
    return found;
  }

  exported(name: string): { value: unknown } | undefined {
    for (const output of Object.values(this.#stack.template.Outputs ?? {})) {
      if (output.Export !== undefined && this.resolve(output.Export.Name) === name) return { value: this.resolve(output.Value) };
    }
    return undefined;
  }

  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((entry) => this.resolve(entry)).filter((entry) => entry !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    if (isIntrinsic(value)) return evaluateFunction(value, this);
    const entries = Object.entries(value).map(([key, entry]) => [key, this.resolve(entry)] as const);
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
  }

  reference(name: string): unknown {
    const pseudo: Readonly<Record<string, unknown>> = {
      'AWS::AccountId': this.#world.account,
      'AWS::Region': this.#world.region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': this.#stack.name,
      'AWS::StackId': `arn:aws:cloudformation:${this.#world.region}:${this.#world.account}:stack/${this.#stack.name}/local`,
    };
    if (name === 'AWS::NoValue') return undefined;
    if (name in pseudo) return pseudo[name];
    const parameter = this.#stack.template.Parameters?.[name];
    if (parameter !== undefined) {
      if (parameter.Default === undefined) throw new Error(`parameter ${name} has no default`);
      return parameter.Default;
    }
    return this.identity(name).ref;
  }

  attribute(id: string, name: string): string {
    const value = this.identity(id).attributes[name];
    if (value === undefined)
      throw new Error(`attribute ${name} of ${id} (${this.#resource(id).Type}) is not understood by the embedded cloud`);
    return value;
  }

  condition(name: string): unknown {
    const condition = this.#stack.template.Conditions?.[name];
    if (condition === undefined) throw new Error(`condition ${name} does not exist`);
    return this.resolve(condition);
  }

  mapping(map: string, first: string, second: string): unknown {
    const value = this.#stack.template.Mappings?.[map]?.[first]?.[second];
    if (value === undefined) throw new Error(`mapping ${map}/${first}/${second} does not exist`);
    return value;
  }

  importValue(name: string): unknown {
    return this.#import(name);
  }

  identity(id: string): Identity {
    const known = this.#identities.get(id);
    if (known !== undefined) return known;
    const resource = this.#resource(id);
    if (this.#underway.has(id)) throw new Error(`${id} names itself in a circle`);
    this.#underway.add(id);
    const text = (property: string): string | undefined => {
      const value = this.resolve(resource.Properties?.[property]);
      return value === undefined || typeof value === 'object' ? undefined : textOf(value);
    };
    const identity = identify({ type: resource.Type, stack: this.#stack.name, id, text }, this.#world);
    this.#underway.delete(id);
    this.#identities.set(id, identity);
    return identity;
  }

  #resource(id: string): TemplateResource {
    const resource = this.#stack.template.Resources?.[id];
    if (resource === undefined) throw new Error(`${id} does not exist in this stack`);
    return resource;
  }
}
