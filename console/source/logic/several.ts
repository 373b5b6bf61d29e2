import { memberNames } from '../../../shared/domain/member-names.ts';
import type { StrategyInfo } from '../api/types.ts';

/** One of several strategies on an account; its parameters are those of the form behind its name. */
export interface Member {
  readonly strategy: string;
  /** Part of the cash as typed; empty is an equal part of what the others leave. */
  readonly share: string;
}

/** A strategy as the form shows it, or several as one: every parameter behind its member's name and a dot. */
export interface Subject extends StrategyInfo {
  /** Names of the members; absent for one strategy. */
  readonly members?: readonly string[];
}

const namesOf = (members: readonly Pick<Member, 'strategy'>[]): string[] => memberNames(members.map(({ strategy }) => strategy));

/** Several strategies as one that sees all instruments; undefined while one of them is not known. */
export function subjectOf(members: readonly Member[], known: readonly StrategyInfo[]): Subject | undefined {
  const names = namesOf(members);
  const found = members.flatMap(({ strategy }) => known.find(({ id }) => id === strategy) ?? []);
  if (found.length === 0 || found.length < members.length) return undefined;
  const params = found.flatMap((strategy, i) => strategy.params.map((it) => ({ ...it, name: `${names[i]}.${it.name}` })));
  return { id: names.join(' + '), kind: 'portfolio', about: '', params, members: names };
}

/** `strategies` of a request: each with the parameters that stand behind its name. */
export function strategiesOf(members: readonly Member[], params: Readonly<Record<string, number>>) {
  const names = namesOf(members);
  return members.map(({ strategy, share }, i) => ({
    strategy,
    params: Object.fromEntries(
      Object.entries(params).flatMap(([name, value]) => {
        const prefix = `${names[i]}.`;
        return name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [];
      }),
    ),
    ...(share.trim() === '' ? {} : { share: Number(share) }),
  }));
}

/** Parameters that a request names, those of several strategies behind their names. */
export function namedParams({ params, strategies = [] }: Asked): [name: string, value: number][] {
  const names = namesOf(strategies);
  const own = strategies.flatMap((one, i) =>
    Object.entries(one.params).map(([name, value]): [string, number] => [`${names[i]}.${name}`, value]),
  );
  return [...Object.entries(params), ...own];
}

interface Asked {
  readonly params: Readonly<Record<string, number>>;
  readonly strategies?: readonly { readonly strategy: string; readonly params: Readonly<Record<string, number>> }[] | undefined;
}

/** What is wrong with the shares; undefined when they can add up to 1. */
export function sharesFault(members: readonly Member[]): string | undefined {
  const shares = members.map(({ share }) => share.trim()).filter((share) => share !== '');
  if (members.length < 2) return 'choose two or more';
  if (shares.some((share) => !(Number(share) > 0 && Number(share) <= 1))) return 'a share is above 0, at most 1, or empty';
  const sum = shares.reduce((total, share) => total + Number(share), 0);
  const fits = shares.length < members.length ? sum < 1 - 1e-9 : Math.abs(sum - 1) <= 1e-9;
  return fits ? undefined : `the shares add up to ${Number(sum.toFixed(6))}, but must add up to 1`;
}

/** Where the form shows what the API named of several strategies: `strategies.1.params.slow` is the second one's `params.NAME.slow`. */
export function memberField(field: string, members: readonly string[]): string | undefined {
  const [, place, name] = /^strategies\.(\d+)\.params\.(.+)$/.exec(field) ?? [];
  const member = place === undefined ? undefined : members[Number(place)];
  return member === undefined ? undefined : `params.${member}.${name}`;
}
