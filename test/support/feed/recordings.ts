import { existsSync, readFileSync } from 'node:fs';
import type { RawRow } from './raw.ts';

/** Recorded responses of the public demo account; they are not part of the project and may be absent. */
const FOLDER = new URL('../../../../shared/data/', import.meta.url);

export const hasRecordings = existsSync(new URL('simplyrets-demo-merged-58.json', FOLDER));

export function readRecording(name: 'simplyrets-demo-merged-58' | 'simplyrets-demo-2022-20'): RawRow[] {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as RawRow[];
}
