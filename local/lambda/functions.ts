import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Resource, Stack } from '../template/template.ts';
import { type Endpoints, functionEnvironment } from './environment.ts';
import { FunctionPool } from './function-pool.ts';
import { LogFile } from './log-file.ts';

/** Enough for a page that asks many things at once; shards beyond it wait for a core anyway. */
const CONCURRENCY = Math.max(4, 2 * availableParallelism());

/** Every function of the templates, by ARN. */
export class Functions {
  readonly #pools = new Map<string, FunctionPool>();

  constructor(resources: readonly Resource[], assets: ReadonlyMap<string, string>, endpoints: Endpoints, logs: string) {
    for (const resource of resources) {
      const pool = createPool(resource, assets, endpoints, logs);
      this.#pools.set(pool.settings.functionArn, pool);
    }
  }

  /** The function that an ARN names, also with a version, an alias, or inside API Gateway's invocation URI. Throws for one that no template has. */
  byArn(arn: string): FunctionPool {
    const plain = /arn:aws:lambda:[^:]+:[^:]+:function:[^:/]+/.exec(arn)?.[0];
    const pool = this.#pools.get(plain ?? arn);
    if (pool === undefined) throw new Error(`no template has the function ${arn}`);
    return pool;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }
}

/** Asset key to folder, over all stacks. */
export function assetFolders(stacks: readonly Stack[]): Map<string, string> {
  return new Map(stacks.flatMap((stack) => [...stack.assets]));
}

function createPool(resource: Resource, assets: ReadonlyMap<string, string>, endpoints: Endpoints, logs: string): FunctionPool {
  const { ref: name, attributes, properties } = resource;
  const where = `${resource.stack}/${resource.id}`;
  const runtime = String(properties['Runtime']);
  if (!runtime.startsWith('nodejs')) throw new Error(`${where}: Runtime ${runtime} does not run here; only Node functions do`);
  const [module = '', exportName = ''] = String(properties['Handler']).split('.');
  const memoryMb = Number(properties['MemorySize'] ?? 128);
  const variables = (properties['Environment'] as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  const own = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]));
  return new FunctionPool(
    {
      file: handlerFile(where, properties['Code'] as { S3Key?: string }, module, assets),
      exportName,
      functionName: name,
      functionArn: attributes['Arn'] as string,
      memoryMb,
      timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
      concurrency: Number(properties['ReservedConcurrentExecutions'] ?? CONCURRENCY),
      environment: { ...functionEnvironment(name, memoryMb, endpoints), ...own },
    },
    new LogFile(join(logs, `${name}.log`)),
  );
}

function handlerFile(where: string, code: { S3Key?: string }, module: string, assets: ReadonlyMap<string, string>): string {
  const folder = assets.get(code.S3Key ?? '');
  if (folder === undefined) throw new Error(`${where}: its code ${JSON.stringify(code)} is not among the assets of the app`);
  const file = ['.mjs', '.js', '.cjs'].map((ending) => join(folder, `${module}${ending}`)).find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`${where}: ${folder} has no ${module}.mjs`);
  return file;
}
