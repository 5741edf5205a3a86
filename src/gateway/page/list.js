/** The lists: what is in them, how a row looks, and what is shown of the one that is open. */

/** The newest that are listed. */
const SHOWN = 500;

/** In small letters, what is searched. */
const searched = new WeakMap();
function textOf(item, parts) {
  if (!searched.has(item)) searched.set(item, parts().join('\n').toLowerCase());
  return searched.get(item);
}

const VIEWS = {
  calls: {
    items: () => newestFirst(model.calls),
    id: call => call.request_id || String(call.number),
    texts: call => [`${call.method} ${call.target}`, call.status, call.request_id, headerOf(call, 'user-agent'), call.faults,
      call.endpoint?.title, call.body.text, call.answer?.text],
    states: () => [['2', say('status2')], ['4', say('status4')], ['5', say('status5')], ['refused', say('refused')], ['pending', say('pending')]],
    isIn: (call, state) => state === 'refused' ? !call.verified : state === 'pending' ? call.status === null : String(call.status).startsWith(state),
    row: call => [
      [element('code', {}, element('span', { class: 'method' }, call.method), ' ', call.target)],
      element('span', { class: toneOf(call) }, statusOf(call)),
      [time(call.time), verdictOf(call), lasted(call), call.faults.join(', '), headerOf(call, 'user-agent')],
    ],
    sections: callSections,
  },
  notifications: {
    items: () => newestFirst(model.notifications),
    id: it => it.id,
    texts: it => [it.event_type, it.url, it.id, JSON.stringify(it.resource), ...it.attempts.map(attempt => `${attempt.status} ${attempt.error}`)],
    states: () => ['accepted', 'waiting', 'sending', 'failed', 'elsewhere'].map(state => [state, say(state)]),
    isIn: (it, state) => it.state === state,
    row: it => [
      [element('code', {}, it.event_type)], stateOf(it.state),
      [it.attempts.length ? time(it.attempts.at(-1).time) : '', it.attempts.length > 1 ? `${it.attempts.length} ×` : '', it.out_refund_no ?? it.out_trade_no, it.url],
    ],
    sections: notificationSections,
  },
  orders: {
    items: () => model.orders,
    id: order => order.out_trade_no,
    texts: order => [order.out_trade_no, order.trade_state, money(order.total, order.currency), ...order.refunds.map(refund => refund.out_refund_no)],
    states: () => distinct(model.orders.map(order => order.trade_state)),
    isIn: (order, state) => order.trade_state === state,
    row: order => [[element('code', {}, order.out_trade_no)], stateOf(order.trade_state),
      [amountOf(order.total, order), order.refunds.length ? `${say('refunds')} ${order.refunds.length}` : '']],
    sections: orderSections,
  },
  refunds: {
    items: () => refundsOf(model.orders),
    id: refund => refund.out_refund_no,
    texts: refund => [refund.out_refund_no, refund.out_trade_no, refund.status, money(refund.refund, refund.currency)],
    states: () => distinct(refundsOf(model.orders).map(refund => refund.status)),
    isIn: (refund, state) => refund.status === state,
    row: refund => [[element('code', {}, refund.out_refund_no)], stateOf(refund.status), [amountOf(refund.refund, refund), refund.out_trade_no]],
    sections: refundSections,
  },
};
const distinct = states => [...new Set(states)].sort().map(state => [state, state]);

/** What the filter leaves of the list. */
function filtered({ view, filter }) {
  const { items, texts, states, isIn } = VIEWS[view];
  const words = (filter.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const [state, method] = [filter.get('state'), filter.get('method')];
  const all = items();
  const fits = item => (!state || isIn(item, state))
    && (!method || view !== 'calls' || item.method === method)
    && (!words.length || words.every(word => textOf(item, () => texts(item)).includes(word)));
  return [all.filter(fits), all.length, states];
}

const rows = new Map();
let [active, listed] = [null, ''];

/** Changes the rows that changed, and leaves what is looked at where it is. */
function renderList(at) {
  const [items, all] = filtered(at);
  const { id, row } = VIEWS[at.view];
  // Another list begins at its top.
  const isOther = listed !== at.view + language;
  if (isOther) { rows.clear(); results.replaceChildren(); active = null; listed = at.view + language; }
  const first = results.scrollTop > 0 ? [...results.children].find(it => it.offsetTop + it.offsetHeight > results.offsetTop + results.scrollTop) : null;
  const before = first?.getBoundingClientRect().top;
  const shown = items.slice(0, SHOWN);
  const wanted = new Set(shown.map(id));
  for (const [key, made] of rows) {
    if (!wanted.has(key)) { made.remove(); rows.delete(key); }
  }
  let here = results.firstElementChild;
  shown.forEach((item, index) => {
    const key = id(item);
    let made = rows.get(key);
    if (!made) { made = element('a', { role: 'option', id: `row-${index}-${key}`, tabindex: -1 }); rows.set(key, made); }
    const version = JSON.stringify([item.status, item.state, item.trade_state, item.duration_ms, item.refunds?.length, item.attempts?.length]);
    if (made.dataset.version !== version) {
      made.dataset.version = version;
      const [title, side, line] = row(item);
      made.replaceChildren(element('span', { class: 'title' }, title), side, element('small', {}, line.filter(Boolean).join(' · ')));
    }
    made.href = address(at.view, key, at.filter);
    made.setAttribute('aria-selected', key === at.id);
    if (made === here) here = here.nextElementSibling;
    else results.insertBefore(made, here);
  });
  if (first?.isConnected) results.scrollTop += first.getBoundingClientRect().top - before;
  if (!active?.isConnected) activate(null);
  const number = say('number', items.length, all);
  count.textContent = items.length > SHOWN ? `${number} · ${say('newest', SHOWN)}` : items.length ? number : all ? say('nothing') : say('none')[at.view];
  find('clear').hidden = at.view !== 'calls' || all === 0;
}

function activate(row) {
  active?.classList.remove('active');
  active = row;
  row?.classList.add('active');
  row?.scrollIntoView({ block: 'nearest' });
  for (const it of [search, results]) {
    if (row) it.setAttribute('aria-activedescendant', row.id);
    else it.removeAttribute('aria-activedescendant');
  }
}

function step(by) {
  const all = [...results.children];
  const from = all.indexOf(active ?? results.querySelector('[aria-selected=true]'));
  activate(all[Math.max(0, Math.min(all.length - 1, from + by))] ?? null);
}

/** The filters as the address has them. */
function renderFilters(at) {
  const options = (select, all, pairs, chosen) => {
    if (chosen && !pairs.some(([value]) => value === chosen)) pairs.push([chosen, chosen]);
    const version = JSON.stringify([all, pairs]);
    if (select.dataset.version !== version) {
      select.dataset.version = version;
      select.replaceChildren(element('option', { value: '' }, all), ...pairs.map(([value, text]) => element('option', { value }, text)));
    }
    select.value = chosen ?? '';
  };
  options(stateFilter, say('states'), VIEWS[at.view].states(), at.filter.get('state'));
  options(methodFilter, say('methods'), ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(name => [name, name]), at.filter.get('method'));
  methodFilter.hidden = at.view !== 'calls';
  const text = at.filter.get('q') ?? '';
  if (search.value.trim() !== text) search.value = text;
  for (const tab of views.children) {
    tab.setAttribute('aria-selected', tab.dataset.name === at.view);
    tab.tabIndex = tab.dataset.name === at.view ? 0 : -1;
  }
}
