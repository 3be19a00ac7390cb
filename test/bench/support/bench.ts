/** One number that was measured several times, in one unit. */
export interface Figure {
  name: string;
  unit: 'ms' | 's' | 'MiB' | 'runs/s' | 'count';
  values: number[];
}

/** Two medians of one run set against each other: the only thing that can be compared between machines. */
export interface Ratio {
  name: string;
  value: number;
  atLeast?: number;
  atMost?: number;
}

export interface BenchReport {
  figures: Figure[];
  ratios: Ratio[];
  /** What the reader must know to judge the figures; what was left out and why. */
  notes: string[];
}

export interface BenchContext {
  /** One small iteration, for CI: shows that the benchmark still runs, says nothing about speed. */
  once: boolean;
  /** Tells the impatient what is being done; not part of the result. */
  progress: (line: string) => void;
}

export interface Bench {
  summary: string;
  /** @throws when the work measured was not done right: a figure for wrong work is worth nothing */
  run(context: BenchContext): Promise<BenchReport>;
}
