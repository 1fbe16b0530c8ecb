// Chromium without a head, and a list of everything a page complained about.
import {chromium} from 'playwright-core';

const kFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Calls `work` with a browser; closes it in every case. */
export async function withBrowser(work) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: kFlags,
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A page of this width on which every error, failed request and refused load is noted in `complaints`. */
export async function openPage(browser, width, height = 900) {
  const context = await browser.newContext({viewport: {width, height}, locale: 'zh-CN'});
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that is left gives up what it still waited for.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`request failed: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return {page, complaints};
}
