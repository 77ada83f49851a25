// One configuration for all that Vite does: the elements as one file, the pages of `npm start`, and Vitest.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { minifyHTMLLiterals } from 'minify-literals';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
/** Packages of this repository are taken from their sources. */
const source = 'quotient-source';

/** White space in templates and styles is for us, not for whoever loads the page. */
const withoutWhiteSpace = {
  name: 'literals',
  apply: 'build',
  enforce: 'pre',
  transform: (code: string, id: string) =>
    /widget\/src\/.*\.ts$/.test(id) ? minifyHTMLLiterals(code, { fileName: id }) : null,
} as const;

/**
 * The compiler has seen that nothing constant is assigned to, so one word for all declarations will do, and it packs
 * better; hints of what is pure are of no use in a file that nothing bundles again.
 */
const plainWords = {
  name: 'plain-words',
  apply: 'build',
  renderChunk: (code: string) =>
    code.replaceAll(/^(\s*(?:for \()?)const /gm, '$1let ').replaceAll(/\/\* *[@#]__PURE__ *\*\/ */g, ''),
} as const;

/** What of the calculation only the trace and coaching need. */
const loadedLater = 'trace|references|terms|figures|flag-words';

export default defineConfig({
  plugins: [withoutWhiteSpace, plainWords],
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  cacheDir: path('node_modules/.cache/vite'),
  build: {
    outDir: path('widget/dist'),
    emptyOutDir: false,
    minify: 'terser',
    terserOptions: {
      module: true,
      ecma: 2020,
      compress: { passes: 3, pure_getters: true, unsafe_arrows: true, lhs_constants: false },
      // Lit's own private names; they are the bundle's alone.
      mangle: { properties: { regex: /^_\$/ } },
    },
    target: 'es2022',
    lib: {
      entry: {
        'quotient-widget': path('widget/src/define.ts'),
        'quotient-messages.de': path('widget/src/messages.de.ts'),
      },
      formats: ['es'],
      fileName: (_, name) => `${name}.js`,
    },
    // The calculation is a file beside the elements; the trace is one that is loaded when somebody asks for it, the English
    // sentences of coaching one that its element loads.
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => (name.startsWith('quotient') ? `${name}.js` : `quotient-${name}.js`),
        codeSplitting: { groups: [{ name: 'quotient-calculation', test: new RegExp(`calc/src/(?!${loadedLater})`) }] },
      },
    },
  },
  test: {
    root: path('.'),
    include: ['packages/**/*.test.ts', 'connector/**/*.test.ts', 'widget/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: [path('test/random.ts')],
    // Commands that tests run print no colours, also where a terminal or CI would have them.
    env: { FORCE_COLOR: '0' },
    // Most tests wait for an org or a browser at times: two at once fill two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/@quotient\//] } },
  },
});
