// Bundles the module as faces import it; with --test also the test programs.
import {readdirSync} from 'node:fs';

import {build} from 'esbuild';

const test = process.argv.includes('--test');
await build({
  entryPoints: ['src/keys.ts'],
  outfile: 'build/keys.js',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022', 'safari15.4'],
  charset: 'utf8',
  legalComments: 'none',
});
if (test) {
  await build({
    entryPoints: readdirSync('test').filter((name) => name.endsWith('.test.ts')).map((name) => `test/${name}`),
    outdir: 'build/test',
    outExtension: {'.js': '.cjs'},
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
  });
}
