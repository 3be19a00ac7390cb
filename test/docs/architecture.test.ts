import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('docs/architecture.md', 'utf8');
const rooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The other rooms that a room's files import. */
function importsOf(room: string): string[] {
  const files = readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const named = files.flatMap((file) =>
    Array.from(readFileSync(`src/${room}/${file}`, 'utf8').matchAll(/'(?:\.\.\/)+([a-z]+)\/[^']+'/g), ([, to]) => to),
  );
  return [...new Set(named)].filter((to) => to !== undefined).filter((to) => to !== room && rooms.includes(to));
}

test('every file that it names is there', () => {
  const named = [...text.matchAll(/`((?:[a-z-]+\/)+[a-z-]+\.ts|(?:[a-z-]+\/)+)`/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(`src/${path}`) && !existsSync(path))).toEqual([]);
});

test('its arrows are the imports: each is one, and each import goes along some', () => {
  const [picture = ''] = /```mermaid\nflowchart.*?```/s.exec(text) ?? [];
  const drawn = [...picture.matchAll(/^ +(\w+)\[.*\] --> ([\w &]+)$/gm)]
    .filter(([, from]) => from !== 'launcher')
    .flatMap(([, from = '', to = '']) => to.split(' & ').map((room) => [from, room] as const));
  const goesTo = (from: string): string[] => drawn.filter(([room]) => room === from).map(([, room]) => room);
  const below = (from: string): string[] => goesTo(from).flatMap((room) => [room, ...below(room)]);
  const imports = rooms.flatMap((room) => importsOf(room).map((other) => [room, other] as const));
  expect(drawn.filter(([from, to]) => !importsOf(from).includes(to))).toEqual([]);
  expect(imports.filter(([from, to]) => !below(from).includes(to))).toEqual([]);
});

test('every room of the sources is in its picture', () => {
  const [picture = ''] = /```mermaid\nflowchart.*?```/s.exec(text) ?? [];
  expect(rooms.filter((name) => !picture.includes(`${name}[`))).toEqual([]);
});
