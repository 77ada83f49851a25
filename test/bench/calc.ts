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
 * of its own, loaded when somebody asks how a figure came about; what answers questions about open deals is another.
 */
async function size(): Promise<Figure> {
  // What reads and checks documents stays outside, as zod does.
  const schemas = /^zod|\/(plan|book|where|schema|[a-z]+-schema|settings|nesting|references|rows|[a-z]+-rules)\.ts$/;
  const group = (name: string, test: RegExp) => ({ name, test, includeDependenciesRecursively: false });
  const groups = [
    group('trace', /calc\/src\/trace/),
    group(
      'insight',
      /calc\/src\/(team|standing|figures|component-words|estimate-shares|estimate-held|estimate-because|estimate-refusals|closing-orders|open-deals|chance|columns|segment|forecast|flag|benchmark|solve|snapshot-parts|snapshot-whole|publication|published|places)/,
    ),
  ];
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
        output: { codeSplitting: { groups } },
      },
      lib: { entry: path('packages/calc/src/index.ts'), formats: ['es'], fileName: 'calc' },
    },
  })) as Rollup.RollupOutput[];
  const names = groups.map(({ name }) => name);
  const zipped = (group: string | null): number => {
    const chunks = bundled.flatMap(({ output }) => output.flatMap((one) => (one.type === 'chunk' ? [one] : [])));
    const own = chunks.filter(({ name }) => (names.includes(name) ? name : null) === group);
    return gzipSync(own.map(({ code }) => code).join(''), { level: 9 }).length / 1024;
  };
  return {
    name: 'calc: the package without schemas and templates, trace and insight apart, minified and gzipped ÷ 30 KB',
    ratio: zipped(null) / 30,
    atMost: 1,
    detail: `${zipped(null).toFixed(1)} KB; the trace ${zipped('trace').toFixed(1)} KB, insight ${zipped('insight').toFixed(1)} KB`,
  };
}

/** All figures of the calculation. */
export const calculation = async (): Promise<Figure[]> => [...racesOf('calc-race.ts', races), await size()];
