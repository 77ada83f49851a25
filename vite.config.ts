// One configuration for all that Vite does: the elements as one file, the pages of `npm start`, and Vitest.
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
/** Packages of this repository are taken from their sources. */
const source = 'quotient-source';

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  cacheDir: path('node_modules/.cache/vite'),
  build: {
    outDir: path('widget/dist'),
    emptyOutDir: false,
    minify: true,
    target: 'es2022',
    // In a library Vite keeps white space for bundlers to come; this file is read by browsers.
    rolldownOptions: { output: { minify: true } },
    lib: { entry: path('widget/src/define.ts'), formats: ['es'], fileName: () => 'quotient-widget.js' },
  },
  test: {
    root: path('.'),
    include: ['packages/**/*.test.ts', 'connector/**/*.test.ts', 'widget/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/@quotient\//] } },
  },
});
