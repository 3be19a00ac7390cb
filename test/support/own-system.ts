import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What an installation changes; programs stay the machine's own. */
const COVERED = ['/etc', '/var'];

/** Layers a tmpfs over them for the script alone: whatever it does to the system, it does to that. */
const COVER = `mount -t tmpfs none "$SCRATCH"
for folder in ${COVERED.join(' ')}; do
  mkdir -p "$SCRATCH$folder/upper" "$SCRATCH$folder/work"
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$SCRATCH$folder/upper,workdir=$SCRATCH$folder/work" "$folder"
done
exec "$@"`;

// No manager runs in there: units are enabled as systemd does it for a system that is not booted.
const SYSTEMCTL = `#!/bin/bash
if [ "$1" != enable ]; then exit 0; fi
for word in "\${@:2}"; do [ "$word" = --now ] || units+=("$word"); done
exec /usr/bin/systemctl --quiet --root=/ enable "\${units[@]}"
`;

/** Whether this process may give a child a system of its own: root may, except in most containers. */
export const mayCover =
  process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/** The folder of what stands in for sudo and systemctl, and the words before a command that is to change a copy of the system. */
export async function coverSystem(
  folder: string,
): Promise<{ path: string; words: string[]; env: { SCRATCH: string } }> {
  const [path, scratch] = [join(folder, 'stand-ins'), join(folder, 'scratch')];
  await mkdir(path);
  await mkdir(scratch);
  for (const [name, content] of Object.entries({ sudo: '#!/bin/sh\nexec "$@"\n', systemctl: SYSTEMCTL })) {
    await writeFile(join(path, name), content);
    await chmod(join(path, name), 0o755);
  }
  const words = ['unshare', '--mount', '--propagation', 'private', 'bash', '--norc', '-euc', COVER, 'bash'];
  return { path, words, env: { SCRATCH: scratch } };
}
