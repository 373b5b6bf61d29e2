import { mix, SeededRandom } from '../../market/noise.ts';
import { byScore, isBetter, type Search, type SearchState, type Told } from './contract.ts';
import { Generation, type Scored } from './generation.ts';
import type { Params, Space } from './space.ts';

/** How far children may lie beyond their parents, as a share of the distance between those. Eshelman and Schaffer (1993). */
const ALPHA = 0.5;
/** How near mutants are to what they were. Deb and Agrawal (1995). */
const MUTATION_INDEX = 20;
const CROSSOVER_RATE = 0.9;
/** Children that break a constraint are made anew so often, then drawn evenly. */
const MOST_BIRTHS = 50;

/**
 * A genetic algorithm on real numbers: parents by tournaments of two, blend crossover (Eshelman and Schaffer 1993), polynomial mutation (Deb and
 * Agrawal 1995); the best of parents and children live on (Deb et al. 2002).
 */
export class GeneticSearch implements Search {
  readonly batch: number;
  readonly #space: Space;
  readonly #seed: number;
  #number = 0;
  #parents: Scored[] = [];
  #generation: Generation;

  constructor(space: Space, seed: number) {
    this.batch = Math.min(60, 12 + 4 * space.dimensions.length);
    this.#space = space;
    this.#seed = seed;
    this.#generation = new Generation(this.#make((random) => space.allowedPoint(random)));
  }

  ask(count: number): Params[] {
    return this.#generation.ask(this.#space, count);
  }

  tell(results: readonly Told[]): void {
    if (!this.#generation.tell(this.#space, results)) return;
    this.#parents = [...this.#parents, ...this.#generation.scored].sort(byScore).slice(0, this.batch);
    this.#number++;
    this.#generation = new Generation(this.#make((random) => this.#child(random)));
  }

  snapshot(): SearchState {
    const { members, handed } = this.#generation;
    return structuredClone({ number: this.#number, parents: this.#parents, members, handed });
  }

  restore(state: SearchState): void {
    const { number, parents, members, handed } = state as unknown as State;
    this.#number = number;
    this.#parents = parents;
    this.#generation = new Generation(members, handed);
  }

  #make(birth: (random: SeededRandom) => ArrayLike<number>): { point: number[] }[] {
    const random = new SeededRandom(mix(this.#seed, this.#number));
    return Array.from({ length: this.batch }, () => ({ point: Array.from(birth(random)) }));
  }

  #child(random: SeededRandom): ArrayLike<number> {
    for (let births = 0; births < MOST_BIRTHS; births++) {
      const child = crossed(this.#parent(random), this.#parent(random), random);
      mutate(child, random);
      if (this.#space.allows(this.#space.decode(child))) return child;
    }
    return this.#space.allowedPoint(random);
  }

  /** The better of two drawn parents. */
  #parent(random: SeededRandom): readonly number[] {
    const drawn = () => this.#parents[Math.floor(random.next() * this.#parents.length)] as Scored;
    const [a, b] = [drawn(), drawn()];
    return (isBetter(b.score, a.score) ? b : a).point;
  }
}

interface State {
  readonly number: number;
  readonly parents: Scored[];
  readonly members: ConstructorParameters<typeof Generation>[0];
  readonly handed: number;
}

function crossed(a: readonly number[], b: readonly number[], random: SeededRandom): number[] {
  if (random.next() > CROSSOVER_RATE) return [...a];
  return a.map((x, i) => {
    const y = b[i] as number;
    const reach = ALPHA * Math.abs(x - y);
    const low = Math.min(x, y) - reach;
    return clamp(low + random.next() * (Math.max(x, y) + reach - low));
  });
}

function mutate(point: number[], random: SeededRandom): void {
  for (let i = 0; i < point.length; i++) {
    if (random.next() >= 1 / point.length) continue;
    const u = random.next();
    const power = 1 / (MUTATION_INDEX + 1);
    const step = u < 0.5 ? (2 * u) ** power - 1 : 1 - (2 * (1 - u)) ** power;
    point[i] = clamp((point[i] as number) + step);
  }
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
