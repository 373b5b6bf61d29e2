import type { TimeUs } from '../domain/time.ts';

export interface Subscriber {
  readonly connection: string;
  /** When the token it connected with runs out. */
  readonly expiresUs: TimeUs;
}

/** Who listens to what. A connection that was closed without a word stays until a message to it fails. */
export interface Subscriptions {
  open(subscriber: Subscriber): Promise<void>;
  /** Forgets the connection and all that it listened to; nothing when it is not known. */
  close(connection: string): Promise<void>;
  /** The same topic twice is one. `full`: the connection listens to as many topics as it may; `gone`: it is not open. */
  add(connection: string, topic: string): Promise<'added' | 'full' | 'gone'>;
  remove(connection: string, topic: string): Promise<void>;
  /** Read consistently: whoever was answered `added` is there. */
  of(topic: string): Promise<readonly Subscriber[]>;
}
