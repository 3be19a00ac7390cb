import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('docs/architecture.md', 'utf8');

test('every file that it names is there', () => {
  const named = [...text.matchAll(/`((?:[a-z-]+\/)+[a-z-]+\.ts|(?:[a-z-]+\/)+)`/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(`src/${path}`) && !existsSync(path))).toEqual([]);
});

test('every room of the sources is in its picture', () => {
  const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const [picture = ''] = /```mermaid\nflowchart.*?```/s.exec(text) ?? [];
  expect(rooms.map(({ name }) => name).filter((name) => !picture.includes(`${name}[`))).toEqual([]);
});
