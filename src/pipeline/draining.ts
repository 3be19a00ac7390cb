/**
 * A rescued run is claimed by a process that holds nothing else (R1). With a backlog a worker would never be without
 * work, so that after a rescue it claims no more until what it holds has ended.
 */
export class Draining {
  #on = false;

  begin(): void {
    this.#on = true;
  }

  /** A claim that was under way when the rescue happened does not end the draining; the first one from nothing does. */
  mayClaim(held: number): boolean {
    if (this.#on && held > 0) return false;
    this.#on = false;
    return true;
  }
}
