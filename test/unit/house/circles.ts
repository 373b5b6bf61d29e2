import { type Module, target } from './modules.ts';

/** Groups of modules that reach each other by their imports, types included: strongly connected parts of more than one (Tarjan 1972), each sorted. */
export function circlesOf(modules: readonly Module[]): string[][] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path) as number);
    stack.push(path);
    for (const next of importsOf(byPath.get(path) as Module)) {
      if (!byPath.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path) as number, low.get(next) as number));
    }
    if (low.get(path) !== index.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const { path } of modules) if (!index.has(path)) visit(path);
  return circles;
}

function importsOf(module: Module): string[] {
  return module.imports.flatMap(({ from }) => {
    const to = target(module, from);
    return 'path' in to ? [to.path] : [];
  });
}
