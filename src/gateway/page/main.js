/** What is known of the gateway, and how it is kept up to date. */
const KEPT = 1000, PAUSE = 1000;

const model = {
  /** By their numbers. */
  calls: new Map(), notifications: new Map(), orders: [],
  /** Calls that were asked for by their Request-ID; null if there is none. */
  asked: new Map(),
  next: null, nextNotification: null, clock: 0, speed: 1, isLoaded: false,
};

async function news(path, query) {
  const response = await ask(path, query);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** Requests what has changed, and returns whether there is more. */
async function update() {
  const first = model.next === null;
  const { next, more, dropped, deliveries, clock, orders, stubs, calls } = await news('/_gateway/calls', { after: model.next });
  let isChanged = calls.length > 0 || first || JSON.stringify(orders) !== JSON.stringify(model.orders);
  Object.assign(model, { orders, clock, next });
  for (const call of calls) model.calls.set(call.number, call);
  const oldest = Math.max(dropped, Math.max(0, ...model.calls.keys()) - KEPT);
  for (const number of model.calls.keys()) {
    if (number <= oldest) { model.calls.delete(number); isChanged = true; }
  }
  while (deliveries !== model.nextNotification) {
    const changed = await news('/_gateway/deliveries', { after: model.nextNotification });
    for (const it of changed.deliveries) {
      model.notifications.set(it.number, { ...it, due: it.next_attempt_in === null ? null : Math.round(changed.clock + it.next_attempt_in) });
    }
    Object.assign(model, { nextNotification: changed.next, clock: changed.clock, speed: changed.clock_speed });
    isChanged = true;
    if (!changed.more) break;
  }
  find('offline').textContent = '';
  find('stubs').hidden = !stubs;
  const mistake = stubs ? told(stubs) : '';
  if (find('stubs').textContent !== mistake) find('stubs').textContent = mistake;
  // The newest came first; each call has two changes.
  if (first && next > 0) { model.next = Math.max(0, next - 2 * KEPT); }
  const isMore = more || (first && next > 0);
  if (!isMore && !model.isLoaded) { model.isLoaded = true; isChanged = true; }
  if (isChanged) render();
  tick();
  return isMore;
}

let updating = Promise.resolve();
/** One update after the other. */
function refresh() {
  updating = updating.catch(() => {}).then(update);
  return updating.catch(() => {});
}

async function keepUpdating() {
  for (;;) {
    let more = false;
    try {
      if (!document.hidden) { refresh(); more = await updating; }
    } catch {
      find('offline').textContent = say('offline');
    }
    if (!more) await new Promise(resolve => setTimeout(resolve, PAUSE));
  }
}

/** The item that is open; undefined if it is not known yet, null if there is none. */
function opened({ view, id }) {
  const { items, id: idOf } = VIEWS[view];
  const found = items().find(item => idOf(item) === id);
  if (found || !model.isLoaded) return found;
  if (view !== 'calls') return null;
  if (!model.asked.has(id)) {
    model.asked.set(id, undefined);
    ask('/_gateway/call', { request_id: id }).then(async response => {
      model.asked.set(id, response.ok ? await response.json() : null);
      render();
    }).catch(() => model.asked.delete(id));
  }
  return model.asked.get(id);
}

let isOf = '';
/** Shows these sections. Those that are as before stay, with what is selected in them. */
function renderSections(of, sections) {
  if (isOf !== of) { main.replaceChildren(); main.scrollTop = 0; isOf = of; }
  sections.forEach(({ key, version, build }, at) => {
    const old = main.children[at];
    if (old?.dataset.key === key && old.version === version) return;
    // A change within what is there already is read aloud.
    const made = old?.dataset.key === key ? old : element('section', { 'data-key': key, role: key === 'outcome' ? 'status' : undefined });
    const focus = old?.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
    made.version = version;
    made.replaceChildren(...[build()].flat(Infinity).filter(child => child !== null && child !== undefined));
    if (!old) main.append(made);
    else if (old !== made) old.replaceWith(made);
    if (focus !== undefined) {
      (made.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? main.querySelector('h1'))?.focus({ preventScroll: true });
    }
  });
  while (main.children.length > sections.length) main.lastElementChild.remove();
}

function render() {
  const at = route();
  renderFilters(at);
  renderList(at);
  document.body.classList.toggle('open', at.id !== '');
  const list = address(at.view, '', at.filter);
  const back = { key: 'back', version: list, build: () => at.id ? [element('a', { class: 'back', href: list }, say('back'))] : [] };
  const item = at.id ? opened(at) : null;
  const missing = { key: 'gone', version: String(item), build: () => [
    element('h1', { tabindex: -1 }, element('code', {}, at.id)), item === null ? element('p', {}, say('gone')) : null] };
  const sections = !at.id ? home(at.view) : item ? VIEWS[at.view].sections(item) : [missing];
  renderSections(`${language} ${at.view}/${at.id}`, [back, ...sections]);
  document.title = `${at.id || say(at.view)} – wechatpay gateway`;
}

/** Changes the filter in place: typing makes no steps to go back over. */
function filterBy(name, value) {
  const at = route();
  if (value) at.filter.set(name, value);
  else at.filter.delete(name);
  history.replaceState(null, '', address(at.view, at.id, at.filter));
  render();
}

function texts() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.querySelectorAll('[data-text]').forEach(it => { it.textContent = say(it.dataset.text); });
  document.querySelectorAll('[data-label]').forEach(it => it.setAttribute('aria-label', say(it.dataset.label)));
  search.placeholder = `${say('search')}  ( / )`;
  results.setAttribute('aria-label', say('lists'));
  find('clear').title = say('clearTitle');
  languageButton.textContent = say('other');
  languageButton.lang = language === 'zh' ? 'en' : 'zh-CN';
  views.replaceChildren(...Object.keys(VIEWS).map(name => element('button', {
    type: 'button', role: 'tab', 'data-name': name, 'aria-controls': 'results', onclick: () => {
      // The words stay: what is about an order is in each list.
      const q = route().filter.get('q');
      location.hash = address(name, '', q ? new URLSearchParams({ q }) : '');
    },
  }, say(name))));
}

views.addEventListener('keydown', event => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const next = by && [...views.children][[...views.children].indexOf(document.activeElement) + by];
  if (!next) return;
  next.focus();
  next.click();
});
languageButton.addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  kept.set('language', language);
  outcome = null;
  texts();
  render();
});
search.addEventListener('input', () => filterBy('q', search.value.trim()));
stateFilter.addEventListener('change', () => filterBy('state', stateFilter.value));
methodFilter.addEventListener('change', () => filterBy('method', methodFilter.value));
find('clear').addEventListener('click', async () => {
  try {
    await ask('/_gateway/clear', {}, 'POST');
    await refresh();
    said.textContent = say('cleared');
    setTimeout(() => { said.textContent = ''; }, 2000);
  } catch { /* the next update says it */ }
});
addEventListener('hashchange', () => {
  outcome = null;
  render();
  if (route().id) main.querySelector('h1')?.focus({ preventScroll: true });
});
document.addEventListener('keydown', event => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const isSearch = event.target === search;
  const isTyping = event.target.matches('input, select, textarea');
  const isInList = isSearch || [results, document.body].includes(event.target);
  const key = event.key;
  if (!isTyping && key === '/') {
    if (getComputedStyle(search.closest('nav')).display === 'none') location.hash = address(route().view, '', route().filter);
    setTimeout(() => { search.focus(); search.select(); });
  } else if (isInList && key === 'ArrowDown' || !isTyping && key === 'j') step(1);
  else if (isInList && key === 'ArrowUp' || !isTyping && key === 'k') step(-1);
  else if (key === 'Enter' && active && (isInList || event.target.matches('h1, main'))) active.click();
  else if (key === 'Escape' && isSearch) filterBy('q', '');
  else if (key === 'Escape' && !isTyping && route().id) location.hash = address(route().view, '', route().filter);
  else return;
  event.preventDefault();
});

texts();
render();
keepUpdating();
