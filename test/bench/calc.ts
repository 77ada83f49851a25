// The figures of the calculation: its kernel, a whole book, growth, one change, the trace, its size.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import type { Figure } from './measure.ts';
import { racesOf } from './races.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const races = ['kernel', 'book', 'memory', 'growth', 'change', 'trace'] as const;

/**
 * What a page loads of the calculation: all of its face, without the schemas that read plans and books. The trace is a file
 * of its own, loaded when somebody asks how a figure came about.
 */
async function size(): Promise<Figure> {
  // What reads and checks documents stays outside, as zod does.
  const schemas = /^zod|\/(plan|book|where|schema|snapshot-schema|nesting|references|rows|[a-z]+-rules)\.ts$/;
  const trace = { name: 'trace', test: /calc\/src\/trace/, includeDependenciesRecursively: false };
  const bundled = (await build({
    root: path('.'),
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['quotient-source'] },
    build: {
      write: false,
      minify: 'terser',
      target: 'es2022',
      rolldownOptions: {
        external: (id) => schemas.test(id),
        preserveEntrySignatures: 'allow-extension',
        output: { codeSplitting: { groups: [trace] } },
      },
      lib: { entry: path('packages/calc/src/index.ts'), formats: ['es'], fileName: 'calc' },
    },
  })) as Rollup.RollupOutput[];
  const zipped = (isTrace: boolean): number => {
    const chunks = bundled.flatMap(({ output }) => output.flatMap((one) => (one.type === 'chunk' ? [one] : [])));
    const code = chunks.flatMap((one) => ((one.name === 'trace') === isTrace ? [one.code] : [])).join('');
    return gzipSync(code, { level: 9 }).length / 1024;
  };
  return {
    name: 'calc: the package without schemas and templates, the trace apart, minified and gzipped ÷ 30 KB',
    ratio: zipped(false) / 30,
    atMost: 1,
    detail: `${zipped(false).toFixed(1)} KB; the trace, loaded when asked for, ${zipped(true).toFixed(1)} KB`,
  };
}

/** All figures of the calculation. */
export const calculation = async (): Promise<Figure[]> => [...racesOf('calc-race.ts', races), await size()];
