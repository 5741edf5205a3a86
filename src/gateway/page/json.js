/** Deeper JSON is shown as it is. */
const DEEPEST = 64;

/** The tokens of a JSON text as they were written, so that numbers keep their digits; null if it is none. */
function tokensOf(text) {
  try { JSON.parse(text); } catch { return null; }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g) ?? [];
  let depth = 0;
  for (const token of tokens) {
    if (opens(token)) depth += 1;
    if (closes(token)) depth -= 1;
    if (depth > DEEPEST) return null;
  }
  return tokens;
}

const opens = token => token === '{' || token === '[';
const closes = token => token === '}' || token === ']';

/** JSON on lines of its own, as pairs of a class and a text. `rewrite` makes texts of tokens. */
function laidOut(tokens, rewrite = token => token) {
  const pieces = [];
  let depth = 0;
  const line = () => pieces.push(['', `\n${'  '.repeat(depth)}`]);
  tokens.forEach((token, at) => {
    if (opens(token)) {
      pieces.push(['', token]);
      depth += 1;
      if (!closes(tokens[at + 1])) line();
    } else if (closes(token)) {
      depth -= 1;
      if (!opens(tokens[at - 1])) line();
      pieces.push(['', token]);
    } else if (token === ',') {
      pieces.push(['', token]);
      line();
    } else if (token === ':') {
      pieces.push(['', ': ']);
    } else {
      const kind = tokens[at + 1] === ':' ? 'name' : token.startsWith('"') ? 'string' : 'number';
      pieces.push([kind, rewrite(token)]);
    }
  });
  return pieces;
}

/** Colours, as nodes. */
const coloured = tokens =>
  laidOut(tokens).map(([kind, text]) => kind ? element('span', { class: kind }, text) : text);

/** The members of an object as pairs of a name and a JSON text; null if it is no object, or a name is there twice. */
function members(tokens) {
  if (tokens?.[0] !== '{') return null;
  const found = new Map();
  let at = 1;
  while (tokens[at] !== '}') {
    const name = JSON.parse(tokens[at]);
    if (found.has(name)) return null;
    let [depth, value] = [0, ''];
    for (at += 2; depth > 0 || !(tokens[at] === ',' || closes(tokens[at])); at += 1) {
      if (opens(tokens[at])) depth += 1;
      if (closes(tokens[at])) depth -= 1;
      value += tokens[at];
    }
    found.set(name, value);
    if (tokens[at] === ',') at += 1;
  }
  return [...found];
}

/** A body with its buttons: JSON on lines, or as it was sent. */
function body({ text, length, clipped }, label) {
  if (length === 0) return element('p', { class: 'quiet' }, `${label} ${say('empty')}`);
  const tokens = clipped ? null : tokensOf(text);
  const shown = () => tokens && kept.get('raw') !== 'true' ? coloured(tokens) : [text];
  const bytes = () => new TextEncoder().encode(text).length;
  const note = clipped ? `${label} – ${say('clipped', bytes(), length)}` : label;
  if (!tokens) return snippet(text, note);
  const raw = element('button', { type: 'button', class: 'raw', 'aria-pressed': kept.get('raw') === 'true' }, say('raw'));
  const made = snippet(text, note, shown(), raw);
  raw.addEventListener('click', () => {
    kept.set('raw', String(kept.get('raw') !== 'true'));
    raw.setAttribute('aria-pressed', kept.get('raw'));
    made.querySelector('code').replaceChildren(...shown());
  });
  return made;
}
