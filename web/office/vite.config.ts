import {fileURLToPath} from 'node:url';

import react from '@vitejs/plugin-react';
import {defineConfig} from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// An office that runs already, for `npm run dev`.
const office = process.env['MINGJING_OFFICE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/o/',
  plugins: [react()],
  resolve: {
    alias: {
      '@ledger': here('../shared/ledger'),
      '@keys': here('../shared/keys/src/keys.ts'),
      // web/shared/keys has no packages of its own here.
      'sm-crypto-v2': here('node_modules/sm-crypto-v2/dist/index.mjs'),
    },
  },
  html: {cspNonce: '{{nonce}}'},
  build: {
    outDir: 'build/site',
    target: ['es2022', 'safari16'],
    assetsInlineLimit: 0,  // the policy allows no data: fonts or scripts
    modulePreload: {polyfill: false},
  },
  server: {proxy: {'/api': office, '/files': office}},
  test: {include: ['test/**/*.test.ts']},
});
