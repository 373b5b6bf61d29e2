import type { DeadLetter, DeadLetters } from '../../ports/dead-letters.ts';

/** Dead letters in a list. */
export class MemoryDeadLetters implements DeadLetters {
  readonly letters: DeadLetter[] = [];

  async send(letter: DeadLetter): Promise<void> {
    this.letters.push(letter);
  }
}
