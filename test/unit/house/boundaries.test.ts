import { expect, test } from 'vitest';
import { ARROWS, forbiddenArrows, PURE, worldInPureRooms } from './arrows.ts';
import { circlesOf } from './circles.ts';
import { parseModule, readModules, roomOf } from './modules.ts';

const modules = readModules();

test('[OP-13] the boundaries test sees the modules of every room, not zero', () => {
  const rooms = new Set(modules.map(({ path }) => roomOf(path)));
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.reduce((sum, module) => sum + module.imports.length, 0)).toBeGreaterThan(200);
  for (const room of [
    'shared/domain',
    'shared/indicators',
    'shared/engine',
    'shared/application',
    'shared/adapters',
    'functions',
    'infra',
    'local',
    'cli',
    'console',
  ]) {
    expect(rooms).toContain(room);
  }
});

test('[OP-13] every import follows an arrow of the blueprint', () => {
  expect(forbiddenArrows(modules)).toEqual([]);
});

test('[OP-13] pure rooms use no clock, no randomness, no timer, no network and no process', () => {
  expect(worldInPureRooms(modules)).toEqual([]);
});

test('[OP-13] arrows point one way only: no two rooms can reach each other', () => {
  const reach = (from: string, seen: Set<string>): Set<string> => {
    for (const next of ARROWS[from] ?? []) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  for (const room of Object.keys(ARROWS)) expect([room, reach(room, new Set()).has(room)]).toEqual([room, false]);
});

test('[OP-13] no file imports itself by a way round, but an account and its positions, which are one thing in two files', () => {
  expect(circlesOf(modules)).toEqual([['shared/engine/account.ts', 'shared/engine/holding.ts']]);
  const planted = [
    parseModule('shared/engine/a.ts', `import { b } from './b.ts';`),
    parseModule('shared/engine/b.ts', `export const b = () => import('./c.ts');`),
    parseModule('shared/engine/c.ts', `import type { A } from './a.ts';`),
    parseModule('shared/engine/d.ts', `import { a } from './a.ts';`),
  ];
  expect(circlesOf(planted)).toEqual([['shared/engine/a.ts', 'shared/engine/b.ts', 'shared/engine/c.ts']]);
});

test('[OP-13] a planted violation of each kind is found', () => {
  const plant = (path: string, text: string) => [parseModule(path, text)];
  expect(forbiddenArrows(plant('shared/domain/x.ts', `import { a } from '../engine/a.ts';`))).toEqual([
    'shared/domain/x.ts imports shared/engine/a.ts',
  ]);
  expect(forbiddenArrows(plant('shared/domain/x.ts', `export * from '../engine/a.ts';`))).toHaveLength(1);
  expect(forbiddenArrows(plant('shared/engine/x.ts', `import type { A } from '../adapters/a.ts';`))).toHaveLength(1);
  expect(forbiddenArrows(plant('shared/application/x.ts', `const a = await import('@aws-sdk/client-s3');`))).toHaveLength(1);
  expect(forbiddenArrows(plant('shared/engine/x.ts', `import { readFileSync } from 'node:fs';`))).toHaveLength(1);
  expect(forbiddenArrows(plant('shared/kitchen/x.ts', 'export const a = 1;'))).toHaveLength(1);
  expect(worldInPureRooms(plant('shared/engine/x.ts', 'export const a = () => Date.now() + Math.random();'))).toEqual([
    'shared/engine/x.ts uses Date',
    'shared/engine/x.ts uses Math.random',
  ]);
  expect(
    worldInPureRooms(plant('strategies/x.ts', 'export const a = { fetch: 1 }; export const b = a.fetch; export const c = process.env;')),
  ).toEqual(['strategies/x.ts uses process']);
  expect(Object.keys(PURE)).toContain('shared/engine');
});

test('[OP-13] zod is imported whole, so that bundles can drop what they do not use', () => {
  const named = modules.filter(({ imports }) => imports.some(({ from, names }) => from === 'zod' && names.includes('z')));
  expect(named.map(({ path }) => path)).toEqual([]);
});
