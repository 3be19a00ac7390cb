import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs Node to its end; resolves to what it wrote to its fourth stream. @throws when it fails */
export async function runNode(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<string> {
  const child = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const chunks: string[] = [];
  child.stdio[3]?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}.`);
  return chunks.join('');
}
