// Pictures of the portal's pages, whole pages, on a desk and on a telephone.
//   node pictures.mjs FOLDER NAME=URL…
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {openPage, withBrowser} from './browser.mjs';

const [folder, ...named] = process.argv.slice(2);
if (folder === undefined || named.length === 0) {
  console.error('usage: node pictures.mjs FOLDER NAME=URL…');
  process.exit(2);
}
mkdirSync(folder, {recursive: true});
await withBrowser(async (browser) => {
  for (const width of [1440, 390]) {
    for (const item of named) {
      const [name, url] = [item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)];
      const {page, complaints} = await openPage(browser, width);
      await page.goto(url);
      const file = join(folder, `${name}-${width}.png`);
      await page.screenshot({path: file, fullPage: true});
      console.log([file, ...complaints].join('  '));
      await page.close();
    }
  }
});
