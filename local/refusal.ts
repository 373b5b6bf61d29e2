/** What the person at the keyboard can put right: printed as one line, exit code 2. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
