import type { Subscriber, Subscriptions } from '../../ports/subscriptions.ts';

/** Connections and their topics in a map, at most `mostTopics` a connection. */
export class MemorySubscriptions implements Subscriptions {
  readonly #open = new Map<string, { readonly subscriber: Subscriber; readonly topics: Set<string> }>();
  readonly #mostTopics: number;
  constructor(mostTopics = 100) {
    this.#mostTopics = mostTopics;
  }

  async open(subscriber: Subscriber): Promise<void> {
    this.#open.set(subscriber.connection, { subscriber, topics: new Set() });
  }

  async close(connection: string): Promise<void> {
    this.#open.delete(connection);
  }

  async add(connection: string, topic: string): Promise<'added' | 'full' | 'gone'> {
    const topics = this.#open.get(connection)?.topics;
    if (topics === undefined) return 'gone';
    if (topics.size >= this.#mostTopics && !topics.has(topic)) return 'full';
    topics.add(topic);
    return 'added';
  }

  async remove(connection: string, topic: string): Promise<void> {
    this.#open.get(connection)?.topics.delete(topic);
  }

  async of(topic: string): Promise<readonly Subscriber[]> {
    return [...this.#open.values()].filter(({ topics }) => topics.has(topic)).map(({ subscriber }) => subscriber);
  }
}
