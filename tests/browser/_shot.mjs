import {withBrowser, openPage} from './browser.mjs';
const B = 'http://127.0.0.1:18280';
const [login, width, ...paths] = process.argv.slice(2);
await withBrowser(async (browser) => {
  const {page, complaints} = await openPage(browser, Number(width));
  await page.goto(B + '/o/');
  await page.waitForSelector('.door .roles');
  if (paths[0] === 'door') { await page.screenshot({path: `/tmp/shots/door-${width}.png`, fullPage: true}); console.log(complaints.join('\n')); return; }
  await page.fill('#login', login); await page.fill('#password', 'mingjing-demo-2026');
  await page.click('button[type=submit]');
  await page.waitForSelector('.rail');
  let i = 0;
  for (const path of paths) {
    await page.goto(B + '/o' + path); await page.waitForSelector('h1'); await page.waitForTimeout(700);
    await page.screenshot({path: `/tmp/shots/${login}-${width}-${i++}.png`, fullPage: true});
    console.log(path, await page.evaluate(() => document.documentElement.scrollWidth));
  }
  console.log(complaints.join('\n'));
});
