import type { Told } from './contract.ts';
import { keyOf, type Params, type Space } from './space.ts';

interface Member {
  readonly point: readonly number[];
  /** Undefined until it is told. */
  score?: number | null;
}

export interface Scored {
  readonly point: readonly number[];
  readonly score: number | null;
}

/** Points that are asked for and told together, before the next ones are made of them. Plain JSON in `members` and `handed`. */
export class Generation {
  members: Member[];
  handed: number;

  constructor(members: Member[], handed = 0) {
    this.members = members;
    this.handed = handed;
  }

  /** The next combinations that were not handed out. */
  ask(space: Space, count: number): Params[] {
    const asked = this.members.slice(this.handed, this.handed + count);
    this.handed += asked.length;
    return asked.map(({ point }) => space.decode(point));
  }

  /** Notes scores; true once every member has one. */
  tell(space: Space, results: readonly Told[]): boolean {
    const scores = new Map(results.map(({ params, score }) => [keyOf(params), score]));
    for (const member of this.members) {
      const score = scores.get(keyOf(space.decode(member.point)));
      if (score !== undefined && member.score === undefined) member.score = score;
    }
    return this.members.every(({ score }) => score !== undefined);
  }

  get scored(): Scored[] {
    return this.members.map(({ point, score = null }) => ({ point, score }));
  }
}
