import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedFolder } from '../../src/db/embedded/folder.ts';
import { openEmbedded, startEmbedded } from '../../src/db/embedded/index.ts';
import { serverUser } from '../../src/db/embedded/server-user.ts';
import { asRoot, isRunning, openWorkshop, serverPid, type Workshop } from './embedded-support.ts';

// nobody: an ordinary user that every Linux has. Where the tests are not run by root, they are the ordinary user.
const ORDINARY = asRoot ? 65534 : undefined;
// A first use waits 2,000 times for the disk: 2 s alone on it, 20 s beside other test runs.
const FIRST_USE_MS = 400_000;
let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

test(
  'an ordinary user runs it from a read-only package whose postinstall was skipped',
  async () => {
    const dataDir = await workshop.dataDir({ bare: true });
    ownedBy(dirname(dataDir), ORDINARY);
    const child = workshop.child(dataDir, { uid: ORDINARY });
    expect(await child.said).toMatchObject({ url: expect.any(String) });
    const pid = await serverPid(dataDir);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(ORDINARY ?? process.getuid?.());
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(await child.leave()).toBe(0);
    expect(isRunning(pid)).toBe(false);
    if (!asRoot) return;
    // Root uses it as its owner, and leaves it usable to them; nobody else gets in.
    const roots = await openEmbedded({ dataDir });
    const stranger = workshop.child(dataDir, { uid: 2 });
    expect(await stranger.said).toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(/belongs to another user: run this as that user/),
    });
    await roots.release();
    const again = workshop.child(dataDir, { uid: ORDINARY });
    expect(await again.said).toMatchObject({ url: expect.any(String) });
    expect(await again.leave()).toBe(0);
  },
  FIRST_USE_MS,
);

test(
  'a path beyond the length of a socket address works',
  async () => {
    const dataDir = await workshop.dataDir({ name: 'long-'.repeat(30) });
    const { socketDir } = embeddedFolder({ dataDir });
    const child = workshop.child(dataDir);
    expect(await child.said).toMatchObject({ url: expect.stringContaining(encodeURIComponent(socketDir)) });
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
    const second = await openEmbedded({ dataDir });
    await second.release();
    if (asRoot) {
      const other = workshop.child(dataDir, { uid: ORDINARY });
      expect(await other.said).toMatchObject({ exitCode: 78 });
    }
    expect(await child.leave()).toBe(0);
    rmSync(socketDir, { recursive: true, force: true });
  },
  FIRST_USE_MS,
);

test('a short socket folder that somebody else made, or may enter, is not trusted', async () => {
  const dataDir = await workshop.dataDir({ name: 'long-'.repeat(30) });
  const { socketDir } = embeddedFolder({ dataDir });
  mkdirSync(socketDir);
  ownedBy(socketDir, serverUser(embeddedFolder({ dataDir }))?.uid);
  chmodSync(socketDir, 0o777);
  const refusal = { exitCode: 78, code: 'embedded_socket_folder' };
  await expect(openEmbedded({ dataDir })).rejects.toMatchObject(refusal);
  rmSync(socketDir, { recursive: true });
  symlinkSync(dataDir, socketDir);
  await expect(openEmbedded({ dataDir })).rejects.toMatchObject(refusal);
  rmSync(socketDir);
  if (!asRoot) return;
  mkdirSync(socketDir, { mode: 0o700 });
  chownSync(socketDir, 2, 2);
  await expect(openEmbedded({ dataDir })).rejects.toMatchObject(refusal);
  rmSync(socketDir, { recursive: true });
});

test('a folder that cannot be made is named in one sentence', async () => {
  const dataDir = await workshop.dataDir();
  writeFileSync(join(dataDir, 'file'), '');
  await expect(openEmbedded({ dataDir: join(dataDir, 'file/data') })).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringMatching(/cannot be made or used \(ENOTDIR\): set REPORTCTL_DATA_DIR/),
  });
});

test.each(['server.log', 'keep-running'])('a link in the place of %s is not followed', async (name) => {
  const dataDir = await workshop.dataDir();
  const target = join(dirname(dataDir), 'target');
  writeFileSync(target, 'mine', { mode: 0o640 });
  const before = statSync(target);
  symlinkSync(target, join(dataDir, name));
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
    exitCode: 78,
    message: `${join(dataDir, name)} is a symbolic link, and is not followed: remove it.`,
  });
  expect(statSync(target)).toMatchObject({ size: 4, uid: before.uid, mode: before.mode });
});

if (asRoot) {
  test('a data folder that the server may not enter gets one sentence', async () => {
    const dataDir = await workshop.dataDir();
    chmodSync(dirname(dataDir), 0o700);
    await expect(openEmbedded({ dataDir })).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(
        /^The user "postgres|nobody", whom PostgreSQL runs as because root may not, cannot enter the data folder .*REPORTCTL_DATA_DIR/,
      ),
    });
  });

  test('root hands the server to the owner of its data, else to postgres, else to another user with a passwd entry', async () => {
    const folder = embeddedFolder({ dataDir: await workshop.dataDir() });
    const passwd = join(folder.root, 'passwd');
    const root = 'root:x:0:0::/root:/bin/sh';
    writeFileSync(passwd, `${root}\nnobody:x:99:98::/:/bin/false\npostgres:x:70:71::/:/bin/sh\n`);
    expect(serverUser(folder, passwd)).toEqual({ name: 'postgres', uid: 70, gid: 71 });
    writeFileSync(passwd, `${root}\nnobody:x:99:98::/:/bin/false\npostgres:x:0:0::/:/bin/sh\n`);
    expect(serverUser(folder, passwd)).toMatchObject({ name: 'nobody' });
    writeFileSync(passwd, `${root}\n`);
    expect(() => serverUser(folder, passwd)).toThrow(/add a user "postgres"/);
    mkdirSync(folder.cluster);
    chownSync(folder.cluster, 99, 98);
    writeFileSync(passwd, `${root}\nnobody:x:99:98::/:/bin/false\npostgres:x:70:71::/:/bin/sh\n`);
    expect(serverUser(folder, passwd)).toMatchObject({ name: 'nobody' });
    chownSync(folder.cluster, 4242, 4242);
    expect(() => serverUser(folder, passwd)).toThrow(/belongs to user id 4242/);
  });

  test('root uses no folder of a third user, who could have its files written elsewhere', async () => {
    const dataDir = await workshop.dataDir();
    chownSync(dataDir, 4242, 4242);
    const refusal = { exitCode: 78, message: expect.stringMatching(/belongs to user id 4242, neither to root nor/) };
    await expect(openEmbedded({ dataDir })).rejects.toMatchObject(refusal);
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject(refusal);
    expect(readdirSync(dataDir)).not.toContain('keep-running');
  });

  test('an id without a passwd entry gets one sentence', async () => {
    const dataDir = await workshop.dataDir({ bare: true });
    ownedBy(dirname(dataDir), 4242);
    const child = workshop.child(dataDir, { uid: 4242 });
    expect(await child.said).toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(/without a passwd entry \(4242\)/),
    });
  });
}

function ownedBy(path: string, uid: number | undefined): void {
  if (uid !== undefined) chownSync(path, uid, uid);
}
