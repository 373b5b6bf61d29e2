import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack, Template } from './template.ts';

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly properties?: { readonly templateFile?: string; readonly file?: string; readonly stackName?: string };
      }
    >
  >;
}

interface AssetManifest {
  readonly dockerImages?: Readonly<
    Record<
      string,
      { readonly source: { readonly directory?: string }; readonly destinations: Readonly<Record<string, { readonly imageTag: string }>> }
    >
  >;
  readonly files?: Readonly<
    Record<
      string,
      { readonly source: { readonly path?: string }; readonly destinations: Readonly<Record<string, { readonly objectKey: string }>> }
    >
  >;
}

/** The stacks of a synthesised CDK app, read from its folder. */
export function readAssembly(directory: string): Stack[] {
  const { artifacts } = readFile<Manifest>(directory, 'manifest.json');
  const assets = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest' || properties?.file === undefined) continue;
    const { files = {}, dockerImages = {} } = readFile<AssetManifest>(directory, properties.file);
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations))
        if (source.path !== undefined) assets.set(objectKey, join(directory, source.path));
    }
    for (const { source, destinations } of Object.values(dockerImages)) {
      for (const { imageTag } of Object.values(destinations))
        if (source.directory !== undefined) assets.set(imageTag, join(directory, source.directory));
    }
  }
  return Object.entries(artifacts).flatMap(([id, { type, properties }]) => {
    if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) return [];
    return [{ name: properties.stackName ?? id, template: readFile<Template>(directory, properties.templateFile), assets }];
  });
}

function readFile<T>(directory: string, name: string): T {
  return JSON.parse(readFileSync(join(directory, name), 'utf8')) as T;
}
