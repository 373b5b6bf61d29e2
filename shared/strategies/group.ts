import { memberNames } from '../domain/member-names.ts';
import { ParameterError, type Parameters } from '../indicators/parameters.ts';
import type { AnyStrategy } from './portfolio.ts';

/** One of several strategies on an account. */
export interface GroupMember {
  /** The strategy's id, with a number where two would be alike. */
  readonly name: string;
  readonly strategy: AnyStrategy;
}

/** Several strategies that are searched together: every parameter behind its member's name and a dot, like `sma-cross.fast`. */
export interface StrategyGroup {
  readonly kind: 'group';
  readonly id: string;
  readonly params: Parameters;
  /** Validated parameters of all members. Throws `ParameterError` naming the parameter behind its member. */
  readonly parse: (given: Readonly<Record<string, unknown>>) => Values;
  readonly members: readonly GroupMember[];
}

/** What a search tries parameters on. */
export type Subject = AnyStrategy | StrategyGroup;

type Values = Readonly<Record<string, number>>;

/** The strategies as one subject, in their order. */
export function groupOf(strategies: readonly AnyStrategy[]): StrategyGroup {
  const names = memberNames(strategies.map(({ id }) => id));
  const members = strategies.map((strategy, i): GroupMember => ({ name: names[i] as string, strategy }));
  return {
    kind: 'group',
    id: strategies.map(({ id }) => id).join(' + '),
    params: joined(members, ({ strategy }) => strategy.params),
    parse: (given) => {
      refuseStrays(members, given);
      return joined(members, (member) => parsed(member, ownOf(member, given)));
    },
    members,
  };
}

/** Parameters of each member under their own names, in the order of the members. */
export function membersValues<V>({ members }: Pick<StrategyGroup, 'members'>, values: Readonly<Record<string, V>>): Record<string, V>[] {
  return members.map((member) => ownOf(member, values));
}

/** Parameters of all members, each behind its member's name; `values` are in the order of the members. */
export function groupValues<V>({ members }: Pick<StrategyGroup, 'members'>, values: readonly Readonly<Record<string, V>>[]) {
  return joined(members, (member) => values[members.indexOf(member)] ?? {});
}

/** The strategies of a subject, in their order. */
export function strategiesOf(subject: Subject): AnyStrategy[] {
  return subject.kind === 'group' ? subject.members.map(({ strategy }) => strategy) : [subject];
}

function joined<V>(members: readonly GroupMember[], of: (member: GroupMember) => Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(
    members.flatMap((member) => Object.entries(of(member)).map(([name, value]) => [`${member.name}.${name}`, value])),
  );
}

function ownOf<V>({ name }: GroupMember, values: Readonly<Record<string, V>>): Record<string, V> {
  const prefix = `${name}.`;
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

function parsed({ name, strategy }: GroupMember, given: Readonly<Record<string, unknown>>): Values {
  try {
    return strategy.parse(given);
  } catch (error) {
    if (error instanceof ParameterError) throw new ParameterError(`${name}.${error.field}`, error.message);
    throw error;
  }
}

function refuseStrays(members: readonly GroupMember[], given: Readonly<Record<string, unknown>>): void {
  const stray = Object.keys(given).find((key) => !members.some(({ name }) => key.startsWith(`${name}.`)));
  if (stray === undefined) return;
  const [first] = members;
  throw new ParameterError(
    stray,
    `"${stray}" belongs to none of the strategies (${members.map(({ name }) => name).join(', ')}); write it like ${first?.name}.${stray}`,
  );
}
