import type { BusinessMs } from '../evidence.ts';

export const iso = (at: BusinessMs): string => new Date(at).toISOString();
