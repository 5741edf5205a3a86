/** The details of notifications, orders and refunds, and what can be done with them. */
const toneOfState = {
  accepted: 'good', waiting: 'wait', sending: 'wait', failed: 'bad', elsewhere: 'quiet',
  SUCCESS: 'good', ABNORMAL: 'bad', NOTPAY: 'wait', PROCESSING: 'wait', USERPAYING: 'wait',
};
const stateOf = state => element('span', { class: toneOfState[state] ?? 'quiet' }, Object.hasOwn(TEXTS, state) ? say(state) : state);

const newestFirst = all => [...all.values()].sort((one, other) => other.number - one.number);
const refundsOf = orders => orders.flatMap(order =>
  order.refunds.map(refund => ({ ...refund, out_trade_no: order.out_trade_no, currency: order.currency })));
const notificationLink = it =>
  [`${it.event_type} ${it.attempts.length ? time(it.attempts.at(-1).time) : ''}`, address('notifications', it.id), it.state];

/** A span of time in its two largest units. */
function span(seconds) {
  const units = [['days', 86400], ['hours', 3600], ['minutes', 60], ['seconds', 1]];
  let left = Math.max(0, Math.ceil(seconds));
  const parts = [];
  for (const [unit, size] of units) {
    const many = Math.floor(left / size);
    left -= many * size;
    if (many > 0 || (unit === 'seconds' && !parts.length)) parts.push(`${many} ${say(unit)}`);
  }
  return parts.slice(0, 2).join(' ');
}

/** How long it takes until then, which `tick` keeps up to date. */
const countdown = due => element('span', { 'data-due': due }, say('in', span(due - model.clock)));
function tick() {
  for (const shown of main.querySelectorAll('[data-due]')) {
    const text = say('in', span(Number(shown.dataset.due) - model.clock));
    if (shown.textContent !== text) shown.textContent = text;
  }
}

/** What the last button did; it goes with the page that it is on. */
let outcome = null;
const outcomeSection = () => ({
  key: 'outcome', version: JSON.stringify(outcome),
  build: () => outcome ? [element('p', { class: outcome.isBad ? 'outcome bad' : 'outcome' }, outcome.text,
    outcome.link ? [' ', element('a', { href: outcome.link[1] }, outcome.link[0])] : null)] : [],
});

/** A button that has the gateway do something. `words` make its outcome of the response. */
function action(name, label, path, query, words) {
  const button = element('button', { type: 'button', 'data-focus': name }, label);
  button.addEventListener('click', async () => {
    // Not `disabled`, which would take the focus away.
    if (button.getAttribute('aria-disabled')) return;
    button.setAttribute('aria-disabled', 'true');
    try {
      const response = await ask(path, query, 'POST');
      const done = await response.json();
      const isBad = !response.ok;
      outcome = { isBad, text: isBad ? language === 'zh' ? done.chinese : done.message : words(done) };
      if (!isBad && done.notification_id) outcome.notification = done.notification_id;
      else if (!isBad && 'notification_id' in done) outcome.text += ` ${say('noNotification')}`;
    } catch {
      outcome = { isBad: true, text: say('offline') };
    }
    await refresh();
    const notification = [...model.notifications.values()].find(it => it.id === outcome?.notification);
    if (notification) outcome.link = [`${notification.event_type} (${say(notification.state)})`, address('notifications', notification.id)];
    button.removeAttribute('aria-disabled');
    render();
  });
  return button;
}

const resend = (it, name) => action(name, say('resend'), '/_gateway/resend', { id: it.id }, () => say('resent'));
const advance = seconds => action(`advance-${seconds}`, say('advance', span(seconds)), '/_gateway/advance', { seconds },
  ({ data }) => say('advanced', span(seconds), data.length));

function notificationSections(it) {
  const wait = it.due === null ? null : Math.ceil(it.due - model.clock);
  return [
    { key: 'notification', version: JSON.stringify([it.state, it.due, it.attempts.length]), build: () => [
      element('h1', { tabindex: -1 }, element('code', {}, it.event_type)),
      element('p', { class: 'chips' }, stateOf(it.state)),
      facts([
        [say('url'), it.url], ['id', it.id],
        [say('order'), it.out_trade_no && numberLink('orders', it.out_trade_no)],
        [say('refundOf'), it.out_refund_no && numberLink('refunds', it.out_refund_no)],
        [say('next'), it.due === null ? null : element('span', {}, countdown(it.due), model.speed === 0 ? say('still') : '')],
      ]),
      element('div', { class: 'actions' }, it.state === 'elsewhere' ? null : resend(it, 'resend'), wait > 0 ? advance(wait) : null),
    ] },
    outcomeSection(),
    { key: 'attempts', version: JSON.stringify(it.attempts), build: () => [
      element('h2', {}, say('attempts')),
      it.state === 'elsewhere' ? element('p', {}, say('noAttempt', it.url)) : null,
      [...it.attempts].reverse().map(attempt => attempted(attempt, it)),
    ] },
    { key: 'resource', version: it.id, build: () => {
      const text = JSON.stringify(it.resource);
      return [body({ text, length: text.length, clipped: false }, say(it.event_type.startsWith('v2.') ? 'fields' : 'resource'))];
    } },
  ];
}

function attempted(attempt, it) {
  const { cause, url, status, accepted, error, error_in_chinese: inChinese } = attempt;
  return element('div', { class: 'attempt' },
    element('p', { class: 'chips' },
      element('b', {}, say('cause')[cause]), element('span', { class: accepted ? 'good' : 'bad' }, status ?? say('failed')),
      element('span', {}, moment(attempt.time)), element('span', { class: 'quiet' }, `${attempt.duration_ms} ms`)),
    facts([[say('url'), url === it.url ? null : url],
      [say('error'), error && element('span', {}, language === 'zh' ? inChinese ?? error : error)]]),
    status === null ? null : body(attempt.body, `${say('response')} ${status}`));
}

const numberLink = (view, number) => element('a', { href: address(view, number), 'data-focus': `${view}-${number}` }, element('code', {}, number));

/** The notifications about something, each with a button, and a link to the calls about it. */
function around(number, isAbout) {
  const all = newestFirst(model.notifications).filter(isAbout).slice(0, 20);
  return { key: 'related', version: JSON.stringify(all.map(it => [it.id, it.state, it.attempts.length])), build: () => [
    element('h2', {}, say('notifications')),
    all.length ? element('ul', { class: 'links' }, all.map(it => {
      const [label, href] = notificationLink(it);
      return element('li', {}, element('a', { href, 'data-focus': href }, label), ' ', stateOf(it.state), ' ',
        it.state === 'elsewhere' ? null : resend(it, `resend-${it.id}`));
    })) : element('p', { class: 'quiet' }, say('none').notifications),
    element('h2', {}, say('calls')),
    element('p', {}, element('a', { href: address('calls', '', new URLSearchParams({ q: number })) }, say('callsOf', number))),
  ] };
}

const amountOf = (amount, { currency }) => `${money(amount, currency)} ${currency ?? 'CNY'}`;
const refundIs = done => say('refundIs', done.out_refund_no, done.status);

function orderSections(order) {
  const number = order.out_trade_no;
  const refundTo = (status, label) => action(`refund-${status}`, label, '/_gateway/refund', { out_trade_no: number, status }, refundIs);
  const isUnpaid = ['NOTPAY', 'USERPAYING'].includes(order.trade_state);
  return [
    { key: 'order', version: JSON.stringify(order), build: () => [
      element('h1', { tabindex: -1 }, element('code', {}, number)),
      element('p', { class: 'chips' }, stateOf(order.trade_state)),
      facts([[say('amount'), amountOf(order.total, order)], [say('refundable'), order.refundable > 0 ? amountOf(order.refundable, order) : null]]),
      element('div', { class: 'actions' },
        isUnpaid ? action('pay', say('pay'), '/_gateway/pay', { out_trade_no: number }, () => say('paid', number)) : null,
        isUnpaid ? action('close', say('close'), '/_gateway/close', { out_trade_no: number }, () => say('closed', number)) : null,
        order.refundable > 0 ? [
          refundTo('SUCCESS', say('refund', amountOf(order.refundable, order))), ...['PROCESSING', 'CLOSED', 'ABNORMAL'].map(state => refundTo(state, say('refundTo', state))),
        ] : null),
    ] },
    outcomeSection(),
    { key: 'refunds', version: JSON.stringify(order.refunds), build: () => order.refunds.length ? [
      element('h2', {}, say('refunds')),
      element('ul', { class: 'links' }, order.refunds.map(refund => element('li', {},
        numberLink('refunds', refund.out_refund_no), ` ${amountOf(refund.refund, order)} `, stateOf(refund.status)))),
    ] : [] },
    around(number, it => it.out_trade_no === number),
  ];
}

function refundSections(refund) {
  const number = refund.out_refund_no;
  const end = (status, label) => action(`refund-${status}`, label, '/_gateway/refund', { out_refund_no: number, status }, refundIs);
  const canEnd = ['PROCESSING', 'ABNORMAL'].includes(refund.status);
  return [
    { key: 'refund', version: JSON.stringify(refund), build: () => [
      element('h1', { tabindex: -1 }, element('code', {}, number)),
      element('p', { class: 'chips' }, stateOf(refund.status)),
      facts([[say('amount'), amountOf(refund.refund, refund)], [say('order'), numberLink('orders', refund.out_trade_no)]]),
      element('div', { class: 'actions' }, canEnd ? [
        end('SUCCESS', say('complete')), end('CLOSED', say('closeRefund')),
        refund.status === 'ABNORMAL' ? null : end('ABNORMAL', say('fail')),
      ] : null),
    ] },
    outcomeSection(),
    around(number, it => it.out_refund_no === number),
  ];
}

/** What is shown while nothing of the list is open. */
function home(view) {
  const example = text => snippet(text, '');
  const start = [
    element('p', {}, say('first')), example(`curl ${location.origin}/v3/certificates`),
    gateway.folder === null ? null : [element('p', {}, say('then')), example(`wechatpay --config ${quoted(keyFile('config.toml'))} get v3/certificates`)],
  ];
  const clock = [
    element('p', {}, say('clockIs', model.speed)),
    element('div', { class: 'actions' }, [15, 180, 3600, 86400].map(advance)),
  ];
  return [
    { key: 'home', version: `${view}${model.speed}`, build: () => [
      element('h1', { tabindex: -1 }, say(view)),
      { calls: start, notifications: clock, orders: [element('p', {}, say('newestOrders'))], refunds: [element('p', {}, say('newestOrders'))] }[view],
      ] },
    outcomeSection(),
    { key: 'about', version: '', build: () => [
      facts([[say('base'), `${location.origin}/`], [say('folder'), gateway.folder]]),
      element('dl', {}, say('keys').map(([key, does]) => [
        element('dt', {}, key.split(' ').map(one => [element('kbd', {}, one), ' '])), element('dd', {}, does),
      ])),
    ] },
  ];
}
