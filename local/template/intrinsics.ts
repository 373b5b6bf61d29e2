/** What an intrinsic function can ask of the stack it stands in. */
export interface IntrinsicScope {
  resolve(value: unknown): unknown;
  reference(name: string): unknown;
  attribute(id: string, name: string): unknown;
  condition(name: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
  importValue(name: string): unknown;
}

type Evaluate = (argument: unknown, scope: IntrinsicScope) => unknown;

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (name, scope) => scope.reference(text('Ref', name)),
  Condition: (name, scope) => scope.condition(text('Condition', name)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...path] = typeof argument === 'string' ? argument.split('.') : list('Fn::GetAtt', argument, scope);
    return scope.attribute(text('Fn::GetAtt', id), path.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list('Fn::Join', argument, scope);
    return list('Fn::Join', parts, scope)
      .map((part) => text('Fn::Join', part))
      .join(text('Fn::Join', separator));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::ImportValue': (name, scope) => scope.importValue(text('Fn::ImportValue', scope.resolve(name))),
  'Fn::Select': (argument, scope) => {
    const [index, values] = list('Fn::Select', argument, scope);
    const chosen = list('Fn::Select', values, scope)[Number(index)];
    if (chosen === undefined) throw new Error(`Fn::Select ${String(index)} is outside its list`);
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, joined] = list('Fn::Split', argument, scope);
    return text('Fn::Split', joined).split(text('Fn::Split', separator));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list('Fn::FindInMap', argument, scope);
    return scope.resolve(scope.mapping(text('Fn::FindInMap', map), text('Fn::FindInMap', first), text('Fn::FindInMap', second)));
  },
  'Fn::If': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 3) throw new Error('Fn::If wants a condition and two values');
    return scope.resolve(scope.condition(text('Fn::If', argument[0])) === true ? argument[1] : argument[2]);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list('Fn::Equals', argument, scope);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, scope) => list('Fn::Not', argument, scope)[0] !== true,
  'Fn::And': (argument, scope) => list('Fn::And', argument, scope).every((value) => value === true),
  'Fn::Or': (argument, scope) => list('Fn::Or', argument, scope).some((value) => value === true),
  'Fn::Contains': (argument, scope) => {
    const [values, value] = list('Fn::Contains', argument, scope);
    return list('Fn::Contains', values, scope).includes(value);
  },
};

/** An object of one key that CloudFormation evaluates. */
export function isIntrinsic(value: object): boolean {
  const keys = Object.keys(value);
  const key = keys.length === 1 ? keys[0] : undefined;
  if (key === undefined) return false;
  // An IAM or bucket policy statement's `Condition` is data; only text makes it the intrinsic.
  if (key === 'Condition') return typeof (value as { Condition: unknown }).Condition === 'string';
  return key === 'Ref' || key.startsWith('Fn::');
}

/** The value of an intrinsic function. Throws for one that the embedded cloud does not understand. */
export function evaluateFunction(value: object, scope: IntrinsicScope): unknown {
  const [name, argument] = Object.entries(value)[0] as [string, unknown];
  const evaluate = FUNCTIONS[name];
  if (evaluate === undefined) throw new Error(`${name} is not understood by the embedded cloud`);
  return evaluate(argument, scope);
}

function substitute(argument: unknown, scope: IntrinsicScope): string {
  const [pattern, given] = Array.isArray(argument) ? (argument as [unknown, Record<string, unknown>]) : [argument, {}];
  return text('Fn::Sub', pattern).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (Object.hasOwn(given, name)) return text('Fn::Sub', scope.resolve(given[name]));
    const [id, ...path] = name.split('.');
    return text('Fn::Sub', path.length === 0 ? scope.reference(name) : scope.attribute(id as string, path.join('.')));
  });
}

function list(name: string, argument: unknown, scope: IntrinsicScope): unknown[] {
  const value = scope.resolve(argument);
  if (!Array.isArray(value)) throw new Error(`${name} wants a list, not ${JSON.stringify(value)}`);
  return value;
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${name} wants text, not ${JSON.stringify(value)}`);
}
