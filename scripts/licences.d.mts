export interface Licence {
  name: string;
  version: string;
  licence: string;
  text: string;
}
export const ALLOWED: ReadonlySet<string>;
export function bundledPackages(metafiles: readonly { inputs: object }[]): string[];
export function licencesOf(folders: readonly string[]): Licence[];
export function noticesOf(packages: readonly Licence[]): string;
