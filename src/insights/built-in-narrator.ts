import type { Narrator } from './facts.ts';
import { writeNarrative } from './write-narrative.ts';

/** What runs without an API key. Cannot fail, asks nobody. */
export const builtInNarrator: Narrator = async (facts) => ({ text: writeNarrative(facts), writer: 'built-in' });
