/** How long the stages of one piece of work took, in milliseconds. What overlaps within a stage counts once. */
export class StageTimes {
  readonly #ms = new Map<string, number>();
  readonly #open = new Map<string, { count: number; since: number }>();

  async time<T>(stage: string, work: () => Promise<T> | T): Promise<T> {
    const open = this.#open.get(stage) ?? { count: 0, since: performance.now() };
    open.count += 1;
    this.#open.set(stage, open);
    try {
      return await work();
    } finally {
      open.count -= 1;
      if (open.count === 0) {
        this.#open.delete(stage);
        this.add(stage, performance.now() - open.since);
      }
    }
  }

  /** Measures a stage that holds another one, whose time is not its own. */
  async timeAround<T>(stage: string, inner: string, work: () => Promise<T>): Promise<T> {
    const [began, innerBefore] = [performance.now(), this.of(inner)];
    try {
      return await work();
    } finally {
      this.add(stage, performance.now() - began - (this.of(inner) - innerBefore));
    }
  }

  add(stage: string, ms: number): void {
    this.#ms.set(stage, this.of(stage) + ms);
  }

  of(stage: string): number {
    return this.#ms.get(stage) ?? 0;
  }

  /** As fields of a log line, such as `listingsMs`; in the order in which the stages ended. */
  get fields(): Record<string, number> {
    return Object.fromEntries([...this.#ms].map(([stage, ms]) => [`${stage}Ms`, Math.round(ms)]));
  }
}
