/** What a reader takes in at one glance (report-content: 90–140 words): asked of the model and of the built-in writer. */
export const WORDS = { min: 90, max: 140 } as const;

export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;
