/** The details of a call, as sections: each has a key, and is built anew only when its version changes. */
const isRefused = call => !call.verified || call.status >= 400;
const statusOf = call => call.status === null ? say('pending') : String(call.status);
const toneOf = call => call.status === null && call.verified ? 'wait' : isRefused(call) ? 'bad' : 'good';
const verdictOf = call => say(call.verified ? 'verified' : 'refused');
const lasted = call => call.duration_ms === null ? '' : `${call.duration_ms} ms`;

function callSections(call) {
  const links = relatedTo(call);
  return [
    { key: 'call', version: JSON.stringify(call), build: () => callParts(call) },
    { key: 'related', version: JSON.stringify(links), build: () => related(links) },
    { key: 'messages', version: JSON.stringify(call), build: () => messages(call) },
    { key: 'repeat', version: call.request_id, build: () => [element('h2', {}, say('repeat')), repeating(call)] },
  ];
}

function callParts(call) {
  const parts = [
    element('h1', { tabindex: -1 }, element('code', {}, element('span', { class: 'method' }, call.method), ' ', call.target)),
    element('p', { class: 'chips' },
      element('span', { class: toneOf(call) }, statusOf(call)),
      element('span', { class: call.verified ? 'good' : 'bad' }, verdictOf(call)),
      language === 'zh' && call.endpoint ? element('span', { class: 'quiet' }, call.endpoint.title) : null),
    facts([
      [say('time'), moment(call.time)], [say('duration'), lasted(call)], ['Request-ID', call.request_id],
      [say('client'), headerOf(call, 'user-agent')], [say('endpoint'), call.endpoint?.path.includes('{') ? call.endpoint.path : ''],
      [say('fault'), call.faults.join(', ')], [say('note'), call.note && element('span', {}, told(call.note))],
    ]),
  ];
  if (isRefused(call)) parts.push(...reasons(call));
  return parts;
}

/** What the gateway found, then what was signed and what was to be, line by line. */
function reasons(call) {
  const parts = [element('h2', {}, say('why'))];
  if (call.diagnosis?.length) {
    parts.push(...call.diagnosis.map(finding => element('div', { class: 'finding' },
      element('p', {}, told(finding)), element('p', { class: 'quiet' }, element('code', {}, finding.name)),
      facts([[say('line'), finding.line && say('lines')[finding.line]], [say('right'), finding.expected]]))));
  } else {
    parts.push(element('p', { class: 'finding' }, call.why ? told(call.why) : messageOf(call)));
  }
  if (call.message) parts.push(...signedMessage(call.message));
  return parts;
}

/** The message of a response that somebody else made, such as a handler. */
function messageOf(call) {
  try { return String(JSON.parse(call.answer.text).message ?? statusOf(call)); } catch { return statusOf(call); }
}

function signedMessage({ lines, whole }) {
  const isKnown = lines.some(line => line.signed !== null);
  const row = ({ line, differs, signed, expected }) => {
    const name = element('th', { scope: 'row' }, say('lines')[line]);
    const cell = (label, ...inside) => element('td', { 'data-of': isKnown ? say(label) : undefined }, element('code', {}, inside));
    const same = () => element('td', { class: 'same' }, element('code', { class: 'quiet' }, say('same')));
    if (!isKnown) return element('tr', {}, name, cell('expected', excerpt(expected)));
    if (!differs) return element('tr', {}, name, cell('signed', excerpt(signed)), same());
    const [one, other] = compared(signed.text, expected.text);
    return element('tr', { class: 'differs' }, name, cell('signed', one, cut(signed)), cell('expected', other, cut(expected)));
  };
  const titles = isKnown ? ['line', 'signed', 'expected'] : ['line', 'expected'];
  const parts = [
    element('h2', {}, say('message')), isKnown ? null : element('p', { class: 'quiet' }, say('unknown')),
    element('table', { class: 'message' },
      element('thead', {}, element('tr', {}, titles.map(title => element('th', { scope: 'col' }, say(title))))),
      element('tbody', {}, lines.map(row))),
  ];
  if (whole) parts.push(snippet(whole.text, say('whole')));
  return parts;
}

const excerpt = part => part.length === 0 ? [element('span', { class: 'quiet' }, say('empty'))] : [visible(part.text), cut(part)];
const cut = part => part.clipped ? element('span', { class: 'quiet' }, ` – ${say('clipped', new TextEncoder().encode(part.text).length, part.length)}`) : null;
/** Line breaks can be seen. */
const visible = text => text.replaceAll('\r', '␍').replaceAll('\n', '↵\n').replaceAll('\t', '→\t').replaceAll('\ufeff', '[U+FEFF]');

/** Two texts, as nodes; what only one of them has is marked. */
function compared(one, other) {
  const words = text => text.match(/\w+|\s|[^\w\s]/gu) ?? [];
  const [first, second] = [words(one), words(other)];
  let [start, end] = [0, 0];
  const least = Math.min(first.length, second.length);
  while (start < least && first[start] === second[start]) start += 1;
  while (end < least - start && first.at(-1 - end) === second.at(-1 - end)) end += 1;
  const middles = [first, second].map(all => all.slice(start, all.length - end));
  const kept = commonOf(...middles);
  return [first, second].map((all, side) => {
    const nodes = [visible(all.slice(0, start).join(''))];
    let marked = '';
    const flush = () => { if (marked) nodes.push(element('mark', {}, visible(marked))); marked = ''; };
    middles[side].forEach((word, at) => {
      if (!kept[side].has(at)) marked += word;
      else { flush(); nodes.push(visible(word)); }
    });
    flush();
    if (!middles[side].length) nodes.push(element('mark'));
    return [...nodes, visible(all.slice(all.length - end).join(''))];
  });
}

/** The places, in each of two lists, of the longest list that is within both; of none if they are too long. */
function commonOf(first, second) {
  const kept = [new Set(), new Set()];
  if (first.length * second.length > 1e6) return kept;
  const width = second.length + 1;
  const best = new Uint16Array((first.length + 1) * width);
  for (let at = first.length - 1; at >= 0; at -= 1) {
    for (let to = second.length - 1; to >= 0; to -= 1) {
      best[at * width + to] = first[at] === second[to] ? best[(at + 1) * width + to + 1] + 1
        : Math.max(best[(at + 1) * width + to], best[at * width + to + 1]);
    }
  }
  for (let [at, to] = [0, 0]; at < first.length && to < second.length;) {
    if (first[at] === second[to]) { kept[0].add(at); kept[1].add(to); at += 1; to += 1; }
    else if (best[(at + 1) * width + to] >= best[at * width + to + 1]) at += 1;
    else to += 1;
  }
  return kept;
}

function messages(call) {
  const lines = pairs => pairs.map(([name, value]) => `${name}: ${value}`).join('\n');
  const parts = [element('h2', {}, say('request')), body(call.body, say('body')), headers('request-headers', lines(call.headers))];
  if (call.answer) {
    parts.push(element('h2', {}, `${say('response')} ${statusOf(call)}`), body(call.answer, say('body')),
      headers('response-headers', lines(call.response_headers ?? [])));
  }
  return parts;
}

/** They are open in each call, or in none. */
function headers(name, text) {
  const made = element('details', { class: name, open: kept.get(name) === 'true' ? '' : undefined },
    element('summary', {}, say('headers')), snippet(text, say('headers')));
  made.addEventListener('toggle', () => kept.set(name, String(made.open)));
  return made;
}

/** The numbers of orders and refunds that a call names, at most a few of each. */
function numbersOf(call) {
  const found = { out_trade_no: new Set(), out_refund_no: new Set() };
  const texts = `${call.body.text}\n${call.answer?.text ?? ''}`;
  const patterns = [
    /"(out_trade_no|out_refund_no)"\s*:\s*"([^"\\]*)"/g, /<(out_trade_no|out_refund_no)(?:_0)?>(?:<!\[CDATA\[)?([^<\]]*)/g,
  ];
  const named = [
    ...(call.endpoint?.variables ?? []),
    ...patterns.flatMap(pattern => [...texts.matchAll(pattern)].map(match => [match[1], match[2]])),
  ];
  for (const [name, value] of named) {
    if (value && found[name]?.size < 5) found[name].add(value);
  }
  return found;
}

/** Links from a call: a label, an address and a state. */
function relatedTo(call) {
  const { out_trade_no: orders, out_refund_no: refunds } = numbersOf(call);
  const links = [];
  for (const number of orders) {
    const order = model.orders.find(order => order.out_trade_no === number);
    if (order) links.push([`${say('order')} ${number}`, address('orders', number), order.trade_state]);
  }
  for (const number of refunds) {
    const refund = refundsOf(model.orders).find(refund => refund.out_refund_no === number);
    if (refund) links.push([`${say('refundOf')} ${number}`, address('refunds', number), refund.status]);
  }
  const about = notification => orders.has(notification.out_trade_no) || refunds.has(notification.out_refund_no);
  links.push(...newestFirst(model.notifications).filter(about).slice(0, 20).map(notificationLink));
  links.push(...[...orders, ...refunds].map(number => [say('callsOf', number), address('calls', call.request_id, new URLSearchParams({ q: number }))]));
  return links;
}

function related(links) {
  if (!links.length) return [];
  const items = links.map(([label, href, state]) =>
    element('li', {}, element('a', { href, 'data-focus': href }, label), state ? [' ', stateOf(state)] : null));
  return [element('h2', {}, say('related')), element('ul', { class: 'links' }, items)];
}
