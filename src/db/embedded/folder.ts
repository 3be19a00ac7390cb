import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { configError } from '../../core/errors.ts';

export interface EmbeddedOptions {
  /** REPORTCTL_DATA_DIR. */
  dataDir?: string | undefined;
  /** XDG_DATA_HOME; it counts for ordinary users only. */
  xdgDataHome?: string | undefined;
  /** The user's home folder, where there is one. */
  home?: string | undefined;
}

/** Where everything of one embedded database lies. All paths are absolute. */
export interface EmbeddedFolder {
  /** The data folder itself; everything but a displaced socket is below it. */
  root: string;
  /** True for /var/lib/reportctl, whose mode is ours to set. */
  owned: boolean;
  /** PostgreSQL's own data directory (PGDATA). */
  cluster: string;
  socketDir: string;
  /** Names the socket; TCP has no part in it. */
  port: number;
  log: string;
  /** Exists while the server was asked to go on running without users. */
  keptFlag: string;
  startLock: string;
}

export const SUPERUSER = 'reportctl';
const SYSTEM_FOLDER = '/var/lib/reportctl';
const PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${PORT}`;
// sun_path holds 108 bytes with its terminator on Linux, 104 on macOS.
const LONGEST_SOCKET_PATH = 103;

export const runsAsRoot = (): boolean => process.getuid?.() === 0;

/** Computes the layout; changes nothing on disk. @throws ReportctlError (exit 78) for a user without a home folder */
export function embeddedFolder(options: EmbeddedOptions): EmbeddedFolder {
  const root = realPath(resolve(options.dataDir ?? defaultDataDir(options, runsAsRoot())));
  return {
    root,
    owned: root === SYSTEM_FOLDER,
    cluster: join(root, 'postgres'),
    socketDir: socketDir(root),
    port: PORT,
    log: join(root, 'server.log'),
    keptFlag: join(root, 'keep-running'),
    startLock: join(root, 'starting'),
  };
}

// Two spellings of one folder have to lead to one socket and one command line.
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

/** Root's database belongs to the host, an ordinary user's to that user. */
export function defaultDataDir(options: EmbeddedOptions, asRoot: boolean): string {
  if (asRoot) return SYSTEM_FOLDER;
  // The XDG specification has relative values ignored.
  const xdg = options.xdgDataHome?.startsWith('/') ? options.xdgDataHome : undefined;
  if (xdg !== undefined) return join(xdg, 'reportctl');
  if (options.home?.startsWith('/')) return join(options.home, '.local', 'share', 'reportctl');
  throw configError(
    'This user has no home folder for the embedded database. Set REPORTCTL_DATA_DIR to a folder for it, or set DATABASE_URL.',
    'embedded_folder',
  );
}

function socketDir(root: string): string {
  const inside = join(root, 'run');
  if (Buffer.byteLength(join(inside, SOCKET_NAME)) <= LONGEST_SOCKET_PATH) return inside;
  // Not os.tmpdir(): it differs between a login and cron, and both must find the same server.
  return `/tmp/reportctl-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
}

/** True where the socket had to leave the data folder, and lies in a folder that strangers could have made first. */
export const isSocketDisplaced = (folder: EmbeddedFolder): boolean => !folder.socketDir.startsWith(folder.root);

/**
 * A libpq URL. Port and TLS are spelt out because PGPORT and PGSSLMODE of the environment would win otherwise; the
 * host is a parameter because `new URL()` refuses a user without a host.
 */
export function embeddedUrl(folder: EmbeddedFolder): string {
  const host = encodeURIComponent(folder.socketDir);
  return `postgresql:///postgres?host=${host}&port=${folder.port}&user=${SUPERUSER}&sslmode=disable`;
}
