// What only a real browser can tell of the portal. Each check prints what is wrong, one a line, and exits 1; a check
// that found nothing says how much it looked at.
//   node check.mjs recalculate URL     the proof is recalculated on the decision page, and a changed one is refused
//   node check.mjs narrow URL…         no page is wider than a telephone
//   node check.mjs accessible URL…     axe-core finds nothing of WCAG levels A and AA
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

import {openPage, withBrowser} from './browser.mjs';

const kPhone = 390;
const kDesk = 1440;
const kPatience = {timeout: 60_000};

async function recalculated(page, url) {
  await page.goto(url);
  await page.getByRole('button', {name: '在我的浏览器里重算一遍'}).click();
  const verdict = page.locator('#recheck .verdict');
  await verdict.waitFor(kPatience);
  return verdict.innerText();
}

async function recalculate(browser, [url]) {
  const wrong = [];
  const {page, complaints} = await openPage(browser, kDesk);
  const said = await recalculated(page, url);
  if (!said.includes('在您的浏览器里重算的结果')) wrong.push(`an honest proof: ${said}`);
  if (!said.includes('审核')) wrong.push(`the result says nothing of the review: ${said}`);
  wrong.push(...complaints);
  const changed = await openPage(browser, kDesk);
  let touched = false;
  await changed.page.route('**/zhengming.json', async (route) => {
    const response = await route.fetch();
    const honest = await response.text();
    const body = honest.replace('从轻处罚', '减轻处罚');
    touched = body !== honest;
    await route.fulfill({response, body});
  });
  const answer = await recalculated(changed.page, url);
  if (!touched) wrong.push('the proof was not changed on its way');
  if (!answer.includes('核验未通过')) wrong.push(`a changed proof: ${answer}`);
  return wrong;
}

async function narrow(browser, urls) {
  const wrong = [];
  for (const url of urls) {
    const {page, complaints} = await openPage(browser, kPhone, 844);
    await page.goto(url);
    const wide = await page.evaluate((limit) => {
      const root = document.documentElement;
      if (root.scrollWidth <= limit) return [];
      const outside = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > limit);
      return [`${root.scrollWidth} px`, ...outside.slice(0, 5).map((e) => `<${e.tagName.toLowerCase()} class="${e.className}">`)];
    }, kPhone);
    if (wide.length > 0) wrong.push(`${url} is too wide: ${wide.join(' ')}`);
    wrong.push(...complaints);
  }
  return wrong;
}

async function accessible(browser, urls) {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const wrong = [];
  for (const url of urls) {
    for (const width of [kDesk, kPhone]) {
      const {page, complaints} = await openPage(browser, width);
      await page.goto(url);
      await page.evaluate(axe);
      const {violations, passes} = await page.evaluate(
          () => globalThis.axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}));
      if (passes.length === 0) wrong.push(`${url}: nothing was looked at`);
      for (const {id, help, nodes} of violations) wrong.push(`${url} at ${width}: ${id} (${help}) ${nodes.map((n) => n.html).join(' ')}`);
      wrong.push(...complaints);
    }
  }
  return wrong;
}

const [check, ...urls] = process.argv.slice(2);
const run = {recalculate, narrow, accessible}[check];
if (run === undefined || urls.length === 0) {
  console.error('usage: node check.mjs recalculate|narrow|accessible URL…');
  process.exit(2);
}
const wrong = await withBrowser((browser) => run(browser, urls));
for (const line of wrong) console.log(line);
if (wrong.length === 0) console.log(`${check}: ${urls.length} looked at`);
process.exit(wrong.length === 0 ? 0 : 1);
