import type { Narrator, Tone } from './facts.ts';
import { writeNarrative } from './write-narrative.ts';

/** A writer that cannot fail and asks nobody. */
export const createBuiltInNarrator =
  (tone: Tone): Narrator =>
  async (facts) => ({ text: writeNarrative(facts, tone), writer: 'built-in' });

/** What runs where nothing else is said. */
export const builtInNarrator: Narrator = createBuiltInNarrator('agent');
