/** Who changes something: an operator's key, a person at the command line, or the engine itself. */
export interface Actor {
  readonly kind: 'api_key' | 'cli' | 'system';
  readonly id: string;
  readonly name: string;
}
