// The decision page is complete without this script. It adds: recalculation of the proof in this browser, and printing.

import {type Result, verifyProof} from './verify';
import {failure, kCarried, kUnable, statements} from './words';

function element(name: string, text = '', className = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}

function button(text: string, className: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.className = className;
  made.addEventListener('click', act);
  return made;
}

function verdict(result: Result | null): HTMLElement {
  const box = element('div', '', 'verdict');
  box.setAttribute('role', 'status');
  if (result === null) {
    box.classList.add('open');
    box.append(element('h3', '没有完成'), element('p', kUnable));
  } else if (result.code !== 'ok') {
    box.classList.add('bad');
    box.append(element('h3', '核验未通过'), element('p', failure(result)));
  } else {
    const list = element('ul');
    for (const {state, words} of statements(result)) list.append(element('li', state === 'carried' ? `${words}（以所带公钥为准）` : words));
    box.append(element('p', kCarried), element('h3', '在您的浏览器里重算的结果'), list);
  }
  return box;
}

async function recheck(address: string): Promise<Result | null> {
  try {
    const response = await fetch(address, {credentials: 'omit'});
    return response.ok ? verifyProof(await response.text()) : null;
  } catch {
    return null;
  }
}

function offerRecheck(place: HTMLElement): void {
  const address = place.dataset['proof'] ?? '';
  const start = button('在我的浏览器里重算一遍', 'btn sec', () => {
    start.disabled = true;
    start.textContent = '正在重算…';
    void recheck(address).then((result) => {
      place.querySelector('.verdict')?.remove();
      place.append(verdict(result));
      start.disabled = false;
      start.textContent = '再算一遍';
    });
  });
  place.append(start);
  place.hidden = false;
}

const kSvg = 'http://www.w3.org/2000/svg';

function icon(name: string): SVGElement {
  const made = document.createElementNS(kSvg, 'svg');
  made.setAttribute('class', 'ic');
  made.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(kSvg, 'use');
  use.setAttribute('href', `#${name}`);
  made.append(use);
  return made;
}

function offerPrinting(place: HTMLElement): void {
  const print = button('打印本页', '', () => window.print());
  print.prepend(icon('i-print'));
  place.append(print);
  place.hidden = false;
}

const place = document.getElementById('recheck');
if (place !== null) offerRecheck(place);
const print = document.getElementById('print');
if (print !== null) offerPrinting(print);
