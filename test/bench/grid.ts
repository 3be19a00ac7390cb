import { runCadenceGrid, zoneGroups } from './cadence-grid.ts';
import type { Bench } from './support/bench.ts';

export const cadenceGrid: Bench = {
  summary: 'next() against Luxon and the wall clock, around every transition of ten years, for every send time',
  run: async ({ once, progress }) => {
    const all = zoneGroups();
    const groups = once ? all.filter((group) => group.transitions.length > 0).slice(0, 1) : all;
    progress(`${groups.length} groups of zones`);
    const { transitions, comparisons, mismatches } = runCadenceGrid(groups, once ? () => ['09:00:00'] : undefined);
    if (mismatches.length > 0) throw new Error(`${mismatches.length} mismatches, such as: ${mismatches[0]}`);
    const count = (name: string, value: number) => ({ name, unit: 'count' as const, values: [value] });
    return {
      figures: [
        count('groups of zones', groups.length),
        count('transitions', transitions),
        count('comparisons', comparisons),
        count('mismatches', mismatches.length),
      ],
      ratios: [],
      notes: [],
    };
  },
};
