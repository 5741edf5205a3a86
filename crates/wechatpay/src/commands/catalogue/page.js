'use strict';

const data = JSON.parse(document.getElementById('data').textContent);
const TEXTS = {
  name: ['WeChat Pay APIs', '微信支付接口'],
  other: ['中文', 'English'],
  list: ['Endpoints', '接口列表'],
  search: ['Search title, path, product', '搜索标题、路径、产品'],
  group: ['Protocol', '协议'],
  groups: ['All APIs', '全部接口'],
  v3: ['APIv3', 'APIv3'],
  v2: ['APIv2', 'APIv2'],
  event: ['Notifications', '回调通知'],
  method: ['Method', '方法'],
  methods: ['All methods', '全部方法'],
  family: ['Product', '产品'],
  families: ['All products', '全部产品'],
  results: ['Results', '搜索结果'],
  more: ['Show all', '显示全部'],
  nothing: ['Nothing found. Try fewer words.', '没有符合的接口，请减少关键词。'],
  role: ['Role', '角色'],
  limit: ['Rate limit', '频率限制'],
  base: ['Base address', '接口地址'],
  headers: ['Headers', '请求头'],
  links: ['Documentation', '官方文档'],
  link: ['WeChat Pay’s page', '微信支付的文档'],
  call: ['Call', '调用'],
  receive: ['Receive', '接收'],
  command: ['Command', '命令行'],
  setup: ['Setup', '准备'],
  copy: ['Copy', '复制'],
  copied: ['Copied', '已复制'],
  uncopied: ['Not copied: select the text', '未能复制：请选中文本'],
  variables: ['Path', '路径变量'],
  query: ['Query', '查询参数'],
  JSON: ['Body (JSON)', '请求体（JSON）'],
  XML: ['Body (XML)', '请求体（XML）'],
  upload: ['Body (upload)', '请求体（上传）'],
  response: ['Response', '应答'],
  resource: ['Decrypted resource', '解密后的 resource'],
  undocumented: ['No fields are documented.', '文档中没有字段。'],
  required: ['required', '必填'],
  encrypted: ['encrypted', '加密'],
  json: ['JSON in a string', 'JSON 字符串'],
  back: ['← Endpoints', '← 接口列表'],
  certificate: [
    'With platform certificates instead of WeChat Pay’s public key, add the item Wechatpay-Serial:… that `wechatpay encrypt` prints.',
    '使用平台证书而非微信支付公钥时，请加上 `wechatpay encrypt` 输出的 Wechatpay-Serial:…。',
  ],
  unknown: ['This endpoint is not in the catalogue.', '目录中没有此接口。'],
  intro: [
    'All documented endpoints of WeChat Pay, with their fields and calls in Rust, in PHP and as a command. Samples have the required fields, with made-up values.',
    '微信支付文档中的全部接口：字段，以及 Rust、PHP 与命令行的调用示例。示例只含必填字段，值为虚构。',
  ],
  keys: [
    ['/', 'search'], ['↑ ↓', 'choose'], ['Enter', 'open'], ['Esc', 'clear the search'],
  ],
  keysChinese: [['/', '搜索'], ['↑ ↓', '选择'], ['Enter', '打开'], ['Esc', '清空搜索']],
};
// More rows than anyone reads.
const SHOWN = 200;

const find = id => document.getElementById(id);
const [search, group, method, family, results, count, more, main, said] =
  ['search', 'group', 'method', 'family', 'results', 'count', 'more', 'main', 'said'].map(find);

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

let language = kept.get('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
const say = name => TEXTS[name][language === 'zh' ? 1 : 0];

/** An element. Texts are never HTML. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') made.addEventListener('click', value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const entries = [
  ...data.endpoints.map(it => ({ ...it, id: `${it.method}/${it.path}`, group: it.path.slice(0, 2) })),
  ...data.events.map(it => ({
    ...it, id: `EVENT/${it.event}`, group: 'event', method: 'EVENT', path: it.event, title: '', families: [],
  })),
];
for (const it of entries) {
  it.lower = [it.title, it.path, [it.families ?? [], it.roles ?? []].flat().join(' '), it.method]
    .map(text => text.toLowerCase());
  it.products = [...new Set((it.families ?? []).map(name => name.split('∙')[0]))];
  it.segments = it.path.toLowerCase().split('/');
}
const byId = new Map(entries.map(it => [it.id, it]));

/** Whether the letters of a word are in a text in this order. */
function isScattered(word, text) {
  let at = -1;
  return [...word].every(letter => (at = text.indexOf(letter, at + 1)) >= 0);
}

/** Whether a path, with values in it, is that of an entry. */
function isPath(segments, it) {
  return segments.length === it.segments.length
    && it.segments.every((one, at) => one.startsWith('{') || one === segments[at]);
}

/** How well a word fits: the less, the better. */
function rank(word, [title, path, families, method]) {
  if (title.includes(word)) return 0;
  if (path.split(/[/.]/).includes(word)) return 1;
  if (path.includes(word)) return 2;
  if (families.includes(word) || method === word) return 3;
  if (isScattered(word, title)) return 10;
  if (/^[^\x00-\x7f]+$/.test(word) && [...word].every(letter => title.includes(letter))) return 15;
  // With few letters left out.
  const isMeant = segment => segment.length < 2 * word.length && isScattered(word, segment);
  return word.length > 3 && path.split(/[/.]/).some(isMeant) ? 20 : Infinity;
}

function found() {
  const text = search.value.trim().toLowerCase();
  const words = text.replace(/^https?:\/\/[^/]*/, '').split(/[\s/]+/).filter(Boolean);
  const whole = text.replace(/^(get|post|put|patch|delete)\s+/, '').replace(/^https?:\/\/[^/]*/, '')
    .split(/[?#]/)[0].replace(/^\/+/, '').split('/');
  const ranked = [];
  for (const it of entries) {
    if (group.value && it.group !== group.value) continue;
    if (method.value && it.method !== method.value) continue;
    if (family.value && !it.products.includes(family.value)) continue;
    let sum = 0;
    if (whole.length > 1 && isPath(whole, it)) sum = -1;
    else for (const word of words) sum += rank(word, it.lower);
    // Words that are a part of the path, one behind the other.
    if (words.length > 1 && it.lower[1].includes(words.join('/'))) sum = 0;
    if (sum < Infinity) ranked.push([sum, it.title.length, it]);
  }
  if (words.length) ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2].path.length - b[2].path.length);
  return ranked.map(row => row[2]);
}

const address = it => '#' + encodeURI(it.id);
const open = () => {
  try { return decodeURI(location.hash.slice(1)); } catch { return location.hash.slice(1); }
};

let active = -1;

function list(all = false) {
  const rows = found();
  const shown = all ? rows : rows.slice(0, SHOWN);
  results.replaceChildren(...shown.map((it, at) => element(
    'a', { role: 'option', id: `row${at}`, href: address(it), tabindex: -1, 'aria-selected': it.id === open() },
    element('span', { class: `method ${it.method}` }, it.method),
    element('span', { class: 'title' }, it.title || say('event'), ' ', element('small', {}, it.families?.[0] ?? '')),
    element('code', { class: 'path' }, ...breakable(it.path)),
  )));
  more.hidden = shown.length === rows.length;
  count.textContent = rows.length === 0 ? say('nothing')
    : language === 'zh' ? `${rows.length} 个结果` : `${rows.length} found`;
  results.scrollTop = 0;
  activate(-1);
}

function activate(at) {
  results.children[active]?.classList.remove('active');
  active = Math.max(-1, Math.min(at, results.children.length - 1));
  const row = results.children[active];
  row?.classList.add('active');
  row?.scrollIntoView({ block: 'nearest' });
  if (row) search.setAttribute('aria-activedescendant', row.id);
  else search.removeAttribute('aria-activedescendant');
}

/** A path that is broken behind slashes. */
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap(part => [part, element('wbr')]);
}

/** The path, its variables in the same colour as values. */
function path(it) {
  const code = element('code');
  for (const part of it.path.split(/(\{[^}]*\})/)) {
    code.append(...part.startsWith('{') ? [element('span', { class: 'value' }, part)] : breakable(part));
  }
  return code;
}

function tree(fields) {
  const rows = fields.map(([name, type = '', marks = '', values = [], inside = []]) => {
    const row = element('span', { class: 'row' }, element('code', { class: 'name' }, name));
    if (type) row.append(element('code', { class: 'type' }, type));
    for (const [letter, mark] of [['r', 'required'], ['e', 'encrypted'], ['j', 'json']]) {
      if (marks.includes(letter)) row.append(element('span', { class: `mark ${mark}` }, say(mark)));
    }
    values.forEach(value => row.append(element('code', { class: 'value' }, value)));
    if (!inside.length) {
      row.classList.add('leaf');
      return element('li', {}, row);
    }
    return element('li', {}, element('details', { open: '' }, element('summary', {}, row), tree(inside)));
  });
  return element('ul', { class: 'tree' }, ...rows);
}

/** Names as `a.b` become a tree. */
function dotted(names) {
  const root = [];
  const seen = new Map();
  for (const name of names) {
    const dot = name.lastIndexOf('.');
    const field = [name.slice(dot + 1), '', '', [], []];
    (seen.get(name.slice(0, Math.max(dot, 0))) ?? root).push(field);
    seen.set(name, field[4]);
  }
  return root;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element('textarea', { readonly: '' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

function snippet(text, label) {
  const button = element('button', { type: 'button', 'aria-label': `${say('copy')}: ${label}` }, say('copy'));
  button.addEventListener('click', async () => {
    said.textContent = say(await copy(text) ? 'copied' : 'uncopied');
    setTimeout(() => { said.textContent = ''; }, 2000);
  });
  return element('div', { class: 'snippet' }, button, element('pre', { tabindex: 0 }, element('code', {}, text)));
}

/** The calls of an entry: name of the tab, setup, text. */
function calls(it) {
  const rust = Array.isArray(it.rust)
    ? it.rust[1].map((chain, at) => [
      ['Rust: chain!', 'Rust: chain()', 'Rust: index'][at], 'rust', it.rust[0] + chain + it.rust[2],
    ])
    : [['Rust', 'rust', it.rust]];
  return [...rust, ['PHP', 'php', it.php], [say('command'), 'command', it.command]];
}

function tabs(it) {
  const all = calls(it);
  const panel = element('div', { role: 'tabpanel', id: 'panel' });
  const buttons = all.map(([label, setup, text], at) => {
    const choose = () => {
      kept.set('tab', String(at - all.length));
      buttons.forEach((other, place) => {
        other.setAttribute('aria-selected', place === at);
        other.tabIndex = place === at ? 0 : -1;
      });
      panel.setAttribute('aria-labelledby', `tab${at}`);
      panel.replaceChildren(snippet(text, label));
      if (setup === 'command' && it.encrypted) panel.append(element('p', { class: 'quiet' }, say('certificate')));
      panel.append(element(
        'details', { class: 'setup' }, element('summary', {}, say('setup')), snippet(data.setup[setup], say('setup')),
      ));
    };
    return element('button', { type: 'button', role: 'tab', id: `tab${at}`, 'aria-controls': 'panel', onclick: choose }, label);
  });
  const bar = element('div', { role: 'tablist', 'aria-label': say('call') }, ...buttons);
  bar.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) { next.focus(); next.click(); }
  });
  // Counted from the end, so that it is the same one for notifications.
  const last = Number(kept.get('tab') ?? -all.length) + all.length;
  (buttons[last] ?? buttons[0]).click();
  return [bar, panel];
}

function facts(it) {
  const rows = [
    ['family', it.families], ['role', it.roles], ['limit', it.limit && [it.limit]], ['base', it.base && [it.base]],
    ['headers', it.headers],
  ].filter(([, values]) => values?.length);
  const all = rows.flatMap(([name, values]) => [
    element('dt', {}, say(name)), element('dd', {}, ...values.map(value => element('span', {}, value))),
  ]);
  const links = (it.links ?? []).filter(link => link.startsWith('https://'));
  if (links.length) {
    all.push(element('dt', {}, say('links')), element('dd', {}, ...links.map(link => element(
      'a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, link,
    ))));
  }
  return element('dl', {}, ...all);
}

function shown(it) {
  const parts = [
    element('a', { class: 'back', href: '#' }, say('back')),
    element('h1', { tabindex: -1 }, it.title || it.event),
  ];
  if (it.event) {
    parts.push(
      element('p', { class: 'quiet' }, say('event')),
      element('h2', {}, say('receive')), ...tabs(it), element('h2', {}, say('resource')),
      it.resource.length ? tree(dotted(it.resource)) : element('p', { class: 'quiet' }, say('undocumented')),
    );
    return parts;
  }
  parts.push(
    element('div', { class: 'call' }, element('span', { class: `method ${it.method}` }, it.method), path(it)),
    facts(it), element('h2', {}, say('call')), ...tabs(it),
  );
  const variables = it.variables?.map(name => [name, 'string', 'r']);
  for (const [name, fields] of [
    ['variables', variables], ['query', it.query], [it.kind, it.body], ['response', it.response],
  ]) {
    if (fields) parts.push(element('h2', {}, say(name)), tree(fields));
  }
  return parts;
}

function home() {
  const counts = ['v3', 'v2', 'event'].map(name => `${say(name)} ${entries.filter(it => it.group === name).length}`);
  const keys = TEXTS[language === 'zh' ? 'keysChinese' : 'keys'];
  return [
    element('h1', { tabindex: -1 }, say('name')),
    element('p', {}, say('intro')),
    element('p', { class: 'quiet' }, counts.join(' · ')),
    element('dl', {}, ...keys.flatMap(([key, does]) => [
      element('dt', {}, element('kbd', {}, key)), element('dd', {}, does),
    ])),
  ];
}

function show(focus) {
  const id = open();
  const it = byId.get(id);
  document.body.classList.toggle('open', id !== '');
  main.replaceChildren(...(it ? shown(it) : id ? [
    element('a', { class: 'back', href: '#' }, say('back')), element('h1', { tabindex: -1 }, say('unknown')),
    element('p', {}, element('code', {}, id)),
  ] : home()));
  main.scrollTop = 0;
  document.title = `${it ? it.title || it.event : say('name')} – wechatpay`;
  for (const row of results.children) row.setAttribute('aria-selected', id !== '' && row.hash === location.hash);
  if (focus) main.querySelector('h1').focus({ preventScroll: true });
}

function options(select, all, names) {
  const chosen = select.value;
  select.replaceChildren(
    element('option', { value: '' }, say(all)),
    ...names.map(([value, text]) => element('option', { value }, text)),
  );
  select.value = chosen;
}

function texts() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.querySelectorAll('[data-text]').forEach(it => { it.textContent = say(it.dataset.text); });
  document.querySelectorAll('[data-label]').forEach(it => it.setAttribute('aria-label', say(it.dataset.label)));
  search.placeholder = `${say('search')}  ( / )`;
  more.textContent = say('more');
  find('language').textContent = say('other');
  find('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  options(group, 'groups', ['v3', 'v2', 'event'].map(name => [name, say(name)]));
  options(method, 'methods', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(name => [name, name]));
  const products = new Set(entries.flatMap(it => it.products));
  options(family, 'families', [...products].sort((a, b) => a.localeCompare(b, 'zh-CN')).map(name => [name, name]));
}

search.addEventListener('input', () => list());
search.addEventListener('keydown', event => {
  if (event.isComposing) return;
  if (event.key === 'ArrowDown') activate(active + 1);
  else if (event.key === 'ArrowUp') activate(active - 1);
  else if (event.key === 'Enter') (results.children[active] ?? results.children[0])?.click();
  else if (event.key === 'Escape') { search.value = ''; list(); }
  else return;
  event.preventDefault();
});
for (const select of [group, method, family]) select.addEventListener('change', () => list());
more.addEventListener('click', () => list(true));
document.addEventListener('keydown', event => {
  const isTyping = event.target.matches('input, select, textarea');
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  // On a narrow screen the list is another page.
  if (getComputedStyle(search.closest('nav')).display === 'none') location.hash = '';
  setTimeout(() => { search.focus(); search.select(); });
});
find('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  kept.set('language', language);
  texts();
  list();
  show(false);
});
addEventListener('hashchange', () => show(true));

texts();
list();
show(false);
document.querySelector('#results [aria-selected=true]')?.scrollIntoView({ block: 'center' });
