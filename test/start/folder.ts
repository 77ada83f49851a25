// A copy of a plan folder to work in, so that starting never writes beside the originals.
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Copies a folder; copies of starts that have ended are removed. */
export function copyFolder(from: string, to: string): string {
  const parent = dirname(to);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent)) {
    const pid = Number(/^start-(\d+)$/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  cpSync(from, to, { recursive: true, filter: (path) => !path.includes('.quotient/store') });
  return to;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
