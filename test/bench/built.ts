// Programs of benchmarks as users have them: built, so that nothing of the time and memory of reading TypeScript counts.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds a program beside this file; the path of its JavaScript, which finds its libraries where the program does. */
export async function built(name: string): Promise<string> {
  const outDir = fileURLToPath(new URL('../../node_modules/.cache/quotient-bench/', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['quotient-source'] },
    ssr: { noExternal: [/^@quotient\//], resolve: { conditions: ['quotient-source'] } },
    build: {
      ssr: fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].js' } },
    },
  });
  return join(outDir, `${name}.js`);
}
