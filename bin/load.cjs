'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** The idle tick's module, with the code that V8 compiled for it when it was built, where that is still good. */
exports.load = (dist) => {
  const filename = join(dist, 'idle-tick.cjs');
  // The bundle is ASCII; read as such it takes half the memory and no decoding.
  const source = readFileSync(filename, 'latin1');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename,
    cachedData: readCache(dist),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, filename, dist);
  return { script, exports: module.exports };
};

function readCache(dist) {
  try {
    return readFileSync(join(dist, 'idle-tick.cache'));
  } catch {
    return undefined;
  }
}
