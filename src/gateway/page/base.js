'use strict';

const find = id => document.getElementById(id);
const [languageButton, views, search, stateFilter, methodFilter, count, results, main, said] =
  ['language', 'views', 'search', 'state', 'method', 'count', 'results', 'main', 'said']
    .map(find);
/** What the copied commands need: the merchant number and serial number, and the folder of the keys. */
const gateway = JSON.parse(find('gateway').textContent);

/** Kept for the next visit where the browser allows it. */
const kept = {
  memory: new Map(),
  get(name) {
    try { return localStorage.getItem(`wechatpay-${name}`) ?? this.memory.get(name); } catch { return this.memory.get(name); }
  },
  set(name, value) {
    this.memory.set(name, value);
    try { localStorage.setItem(`wechatpay-${name}`, value); } catch { /* in memory alone */ }
  },
};

let language = kept.get('language') ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');

/** The text of this name in the page's language. */
function say(name, ...values) {
  const text = TEXTS[name][language === 'zh' ? 1 : 0];
  return typeof text === 'function' ? text(...values) : text;
}
/** What the gateway says in both. */
const told = text => language === 'zh' ? text.chinese : text.english;

/** An element with these attributes and children. Data gets in by text nodes only, never as HTML. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') made.addEventListener('click', value);
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return made;
}

/** Names and values; those without a value are left out. */
function facts(pairs) {
  const there = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return element('dl', {}, there.map(([name, value]) =>
    [element('dt', {}, name), element('dd', {}, typeof value === 'object' ? value : element('code', {}, String(value)))]));
}

/** The page's own requests carry its token; a restarted gateway has another one. */
async function ask(path, query = {}, method = 'GET') {
  const token = document.querySelector('meta[name=token]').content;
  const parameters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null));
  const response = await fetch(`${path}?${parameters}`, { method, cache: 'no-store', headers: { 'X-Gateway-Token': token } });
  if (response.status === 403) location.reload();
  return response;
}

/** What is open, as the address says: `#calls/REQUEST-ID?q=words&state=4`. */
function route() {
  const [, path, query] = /^#?([^?]*)\??(.*)$/s.exec(location.hash);
  const [view, ...id] = path.split('/');
  let name = id.join('/');
  try { name = decodeURIComponent(name); } catch { /* as it is */ }
  return { view: Object.hasOwn(VIEWS, view) ? view : 'calls', id: name, filter: new URLSearchParams(query) };
}

function address(view, id = '', filter = '') {
  const query = String(filter);
  return `#${view}${id && `/${encodeURIComponent(id)}`}${query && `?${query}`}`;
}

const time = at => new Date(at).toLocaleTimeString(undefined, { hourCycle: 'h23' });
const moment = at => element('time', { datetime: new Date(at).toISOString() }, new Date(at).toLocaleString(document.documentElement.lang, { hourCycle: 'h23' }));
/** An amount in the smallest unit. Yen have none smaller. */
const money = (amount, currency) => currency === 'JPY' ? String(amount) : (amount / 100).toFixed(2);

async function copy(text) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element('textarea', { readonly: '' });
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand('copy');
    area.remove();
  }
  said.textContent = say(done ? 'copied' : 'uncopied');
  setTimeout(() => { said.textContent = ''; }, 2000);
}

/** A text with a button that copies it, and others. */
function snippet(text, label, shown = [text], ...tools) {
  const button = element('button', {
    type: 'button', class: 'copy', 'aria-label': `${say('copy')}: ${label}`, onclick: () => copy(text),
  }, say('copy'));
  return element('div', { class: 'snippet' },
    element('div', { class: 'tools' }, element('span', {}, label), tools, button),
    element('pre', { tabindex: 0 }, element('code', {}, shown)));
}
