/** Whether the server answered the latest call, for the banner that says when it did not. */
export class Connection {
  #reachable = true;
  readonly #listeners = new Set<() => void>();

  readonly isReachable = (): boolean => this.#reachable;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  note(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    for (const listener of this.#listeners) listener();
  }
}
