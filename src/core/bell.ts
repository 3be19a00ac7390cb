/** Wakes whoever waits when something has changed: an event to wait on instead of a sleep. */
export class Bell {
  #ring: () => void = () => {};
  #next: Promise<void> = this.#renew();

  /** Resolves at the next `ring`. Take it before looking at the state, so that no ring falls in between. */
  wait(): Promise<void> {
    return this.#next;
  }

  ring(): void {
    const ring = this.#ring;
    this.#next = this.#renew();
    ring();
  }

  #renew(): Promise<void> {
    return new Promise((resolve) => {
      this.#ring = resolve;
    });
  }
}
