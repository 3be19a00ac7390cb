// The licences of all that the program ships or installs: each must be allowed, and its text goes along.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ask for nothing but that their text goes along, and may be shipped with anything. */
export const ALLOWED = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'PostgreSQL'],
  // Fonts, and the WebAssembly that is installed unchanged as a package of its own.
  ...['OFL-1.1', 'MPL-2.0'],
]);

/** The packages that a bundle is made of, as their folders: `node_modules/pg`. */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)].sort();
}

/** @throws Error that names each package whose licence is not allowed */
export function licencesOf(folders) {
  const packages = folders.map(readPackage);
  const refused = packages.filter(({ licence }) => !isAllowed(licence));
  if (refused.length > 0) {
    throw new Error(`licence not allowed: ${refused.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`);
  }
  return packages;
}

/** One allowed alternative is enough; of licences that hold together each has to be. */
function isAllowed(licence) {
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => ALLOWED.has(part)));
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  // Apache-2.0 asks for the NOTICE as well.
  const files = readdirSync(folder).filter((entry) => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(entry));
  return {
    name,
    version,
    licence: typeof license === 'string' ? license : 'none',
    text: files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n'),
  };
}

export function noticesOf(packages) {
  return packages
    .map(({ name, version, licence, text }) => [`${name} ${version} (${licence})`, text].filter(Boolean).join('\n\n'))
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
}
