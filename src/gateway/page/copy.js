/** A call as something to run: by curl, by `wechatpay`, and in Rust. None of them has a key in it, only its file. */

/** A word of a shell. */
const quoted = text => /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
const keyFile = name => gateway.folder === null ? name : `${gateway.folder}/${name}`;

/** Headers that a client does not set by itself, or that say what the body means. */
function ownHeaders(call) {
  const isEncrypted = /[A-Za-z0-9+/]{300}/.test(call.body.text);
  const names = ['x-gateway-fault', 'idempotency-key', ...isEncrypted ? ['wechatpay-serial'] : []];
  return call.headers.filter(([name]) => names.includes(name));
}
const headerOf = (call, name) => call.headers.find(([other]) => other === name)?.[1];

/** What is known of the body: text, or that it is an upload, or that it has to come from a file. */
function bodyOf(call) {
  if (call.body.length === 0) return { kind: 'none', text: '' };
  if (call.meta !== null) {
    const name = members(tokensOf(call.meta))?.find(([member]) => member === 'filename')?.[1] ?? '"file"';
    return { kind: 'upload', meta: call.meta, file: String(JSON.parse(name)) };
  }
  const isWhole = !call.body.clipped && !/[\0\ufffd]/.test(call.body.text);
  return isWhole ? { kind: 'text', text: call.body.text } : { kind: 'file', file: 'body.json' };
}

const isV2 = call => call.endpoint?.path.startsWith('v2/') ?? (call.body.text.trimStart().startsWith('<') && !call.target.includes('/v3/'));

/** The fields of a body of APIv2, without its signature; null if it is none. */
function fieldsOf(call) {
  const root = new DOMParser().parseFromString(call.body.text, 'text/xml').documentElement;
  if (call.body.clipped || root.nodeName !== 'xml') return null;
  return [...root.children].map(child => [child.nodeName, child.textContent]).filter(([name]) => name !== 'sign');
}

function curl(call) {
  const target = location.origin + call.target;
  const options = [`-X ${quoted(call.method)}`];
  if (call.method === 'HEAD') options[0] = '-I';
  if (/[[\]{}]/.test(target)) options.push('-g');
  if (/\/\.{1,2}(\/|$|\?)/.test(call.target)) options.push('--path-as-is');
  if (location.protocol === 'https:') options.push(`--cacert ${quoted(keyFile('tls_cert.pem'))}`);
  const start = `curl ${options.join(' ')} ${quoted(target)}`;
  return isV2(call) ? curlOfV2(call, start) : curlOfV3(call, start);
}

function curlOfV3(call, start) {
  const given = bodyOf(call);
  const type = headerOf(call, 'content-type') ?? 'application/json';
  const headers = [['Accept', 'application/json'], ...ownHeaders(call)];
  if (['text', 'file'].includes(given.kind)) headers.push(['Content-Type', type]);
  const sent = {
    none: [], text: ['--data-raw "$body"'], file: ['--data-raw "$body"'],
    upload: ['--form-string "meta=$body"', `-F ${quoted(`file=@"${(given.file ?? '').replace(/["\\]/g, '\\$&')}"`)}`],
  }[given.kind];
  const assigned = { none: "''", text: quoted(given.text), file: `"$(cat ${given.file})"`, upload: quoted(given.meta ?? '') };
  const authorization = `WECHATPAY2-SHA256-RSA2048 mchid=\\"${gateway.mchid}\\",nonce_str=\\"$nonce\\",`
    + `timestamp=\\"$timestamp\\",serial_no=\\"${gateway.serial}\\",signature=\\"$signature\\"`;
  return [
    `timestamp=$(date +%s)\nnonce=$(openssl rand -hex 16)\nbody=${assigned[given.kind]}`,
    `signature=$(printf '%s\\n' ${quoted(call.method)} ${quoted(call.target)} "$timestamp" "$nonce" "$body" |\n`
      + `  openssl dgst -sha256 -sign ${quoted(keyFile('apiclient_key.pem'))} | openssl base64 -A)`,
    [start, `-H "Authorization: ${authorization}"`, ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`), ...sent]
      .join(' \\\n  '),
  ].join('\n');
}

function curlOfV2(call, start) {
  const fields = fieldsOf(call);
  const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const signed = fields.filter(([, value]) => value !== '').sort(([one], [other]) => one < other ? -1 : 1);
  const message = signed.map(([name, value]) => `${name}=${value}`).join('&');
  const digest = fields.some(([name, value]) => name === 'sign_type' && value === 'HMAC-SHA256')
    ? 'openssl dgst -sha256 -hmac "$key"' : 'openssl dgst -md5';
  const xml = fields.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join('');
  const identity = location.protocol === 'https:' && call.target.includes('/secapi/')
    ? [`--cert ${quoted(keyFile('apiclient_cert.pem'))} --key ${quoted(keyFile('apiclient_key.pem'))}`] : [];
  return [
    `key=$(cat ${quoted(keyFile('apiv2_key.txt'))})`,
    `sign=$(printf '%s' ${quoted(message)}"&key=$key" |\n  ${digest} | sed 's/.* //' | tr a-f A-F)`,
    [start, ...identity, ...ownHeaders(call).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`), "-H 'Content-Type: text/xml'",
      `--data-raw ${quoted(`<xml>${xml}<sign>`)}"$sign"'</sign></xml>'`].join(' \\\n  '),
  ].join('\n');
}

/** The path as a template, and its values: what has capitals or odd characters, or looks like a variable, is a value. */
function pathOf(call) {
  const [path] = call.target.split('?');
  if (call.endpoint && (isV2(call) || path.startsWith('/v3/'))) return [call.endpoint.path, call.endpoint.variables];
  const values = [];
  const segments = path.slice(1).split('/').map(segment => {
    if (/^_?[a-z0-9.-]+(_[a-z0-9.-]+)*$/.test(segment)) return segment;
    let value = segment;
    try { value = decodeURIComponent(segment); } catch { /* as it is */ }
    values.push([`value${values.length + 1}`, value]);
    return `{value${values.length}}`;
  });
  return [segments.join('/'), values];
}

/** The query as pairs, or as the text that it is if a name is there twice. */
function queryOf(call) {
  const at = call.target.indexOf('?');
  const text = at < 0 ? '' : call.target.slice(at + 1);
  const pairs = [...new URLSearchParams(text)];
  const isPlain = new Set(pairs.map(([name]) => name)).size === pairs.length && pairs.every(([name]) => /^[\w.-]+$/.test(name));
  return isPlain ? { pairs, text: '' } : { pairs: [], text: `?${text}` };
}

function command(call) {
  const [path, variables] = pathOf(call);
  const query = queryOf(call);
  const named = (name, value) => `${name}=${value}`;
  const items = [
    ...variables.map(([name, value]) => named(name, value)), ...query.pairs.map(([name, value]) => `${name}==${value}`),
    ...ownHeaders(call).map(([name, value]) => `${name}:${value}`),
  ];
  const config = gateway.folder === null ? '' : `--config ${quoted(keyFile('config.toml'))} `;
  const made = (more, end = '') =>
    [`wechatpay ${config}${call.method.toLowerCase()} ${quoted(path + query.text)}`, ...[...items, ...more].map(quoted)].join(' ') + end;
  if (isV2(call)) return made(fieldsOf(call).filter(([name]) => name !== 'nonce_str').map(([name, value]) => named(name, value)));
  const given = bodyOf(call);
  if (given.kind === 'none') return made([]);
  if (given.kind === 'upload') return made([`file@${given.file}`]);
  if (given.kind === 'file') return made([], ` --data-file ${given.file}`);
  const taken = new Set(variables.map(([name]) => name));
  const found = members(tokensOf(given.text));
  const isPlain = found?.length && found.every(([name]) => /^[A-Za-z_]\w*$/.test(name) && !taken.has(name));
  if (!isPlain) return `printf '%s' ${quoted(given.text)} | ${made(['-'])}`;
  return made(found.map(([name, value]) => value.startsWith('"') ? named(name, JSON.parse(value)) : `${name}:=${value}`));
}

/** A string of Rust. */
function literal(text) {
  const simple = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const code = letter => `\\u{${letter.codePointAt(0).toString(16)}}`;
  // Characters that turn the direction of text are refused by rustc.
  return `"${text.replace(/["\\\n\r\t]|[\0-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g, letter => simple[letter] ?? code(letter))}"`;
}

function rust(call) {
  const [path, variables] = pathOf(call);
  const query = queryOf(call);
  const options = variables.map(([name, value]) => [name, literal(value)]);
  const inner = pairs => `{${pairs.map(([name, value]) => `\n    ${literal(name)}: ${literal(value)},`).join('')}\n  }`;
  if (query.pairs.length) options.push(['query', inner(query.pairs)]);
  const headers = ownHeaders(call);
  const given = isV2(call) ? { kind: 'xml' } : bodyOf(call);
  if (given.kind === 'xml') options.push(['xml', inner(fieldsOf(call).filter(([name]) => name !== 'nonce_str'))]);
  if (given.kind === 'text') {
    const tokens = tokensOf(given.text);
    const isKept = tokens?.length < 400 && tokens.every(token => !/^-?\d/.test(token) || String(Number(token)) === token && Number.isSafeInteger(Number(token)));
    if (isKept) {
      const value = laidOut(tokens, token => token.startsWith('"') ? literal(JSON.parse(token)) : token).map(([, text]) => text).join('');
      options.push(['json', value.replaceAll('\n', '\n  ')]);
    } else {
      options.push(['body', literal(given.text)]);
      headers.push(['content-type', headerOf(call, 'content-type') ?? 'application/json']);
    }
  }
  if (given.kind === 'file') {
    options.push(['body', `std::fs::read_to_string(${literal(given.file)})?`]);
    headers.push(['content-type', headerOf(call, 'content-type') ?? 'application/json']);
  }
  if (headers.length) options.push(['headers', inner(headers)]);
  const map = options.length ? `json!({${options.map(([name, value]) => `\n  ${literal(name)}: ${value},`).join('')}\n})` : '()';
  const chain = `client.chain(${literal(path + query.text)})`;
  const verb = `.${call.method.toLowerCase()}(`;
  if (given.kind === 'upload') {
    return `let media = MediaUtil::new(${literal(given.file)})?;\nlet response = ${chain}${verb}Options::new().body(media.stream()))?;`;
  }
  return `let response = ${chain}${verb}${map})?;`;
}

/** The three, chosen by tabs. */
function repeating(call) {
  if (isV2(call) && fieldsOf(call) === null) return [element('p', { class: 'quiet' }, say('uncopiable'))];
  const given = isV2(call) ? { kind: 'xml' } : bodyOf(call);
  const notes = [
    given.kind === 'file' ? say('wholeBody', given.file) : null, given.kind === 'upload' ? say('sameFile', given.file) : null,
  ];
  const keys = gateway.folder === null ? [say('noFolder')] : [];
  const all = [
    ['curl', () => curl(call), [say(isV2(call) ? 'v2signing' : 'signing'), ...keys]],
    ['wechatpay', () => command(call), keys],
    ['Rust', () => rust(call), []],
  ];
  const panel = element('div', { role: 'tabpanel', id: 'panel' });
  const bar = tabs(all.map(([label]) => [label, label]), kept.get('copy') ?? 'wechatpay', say('repeat'), chosen => {
    kept.set('copy', chosen);
    const [label, text, more] = all.find(([name]) => name === chosen) ?? all[0];
    const remarks = [...notes, ...more].filter(Boolean).map(note => element('p', { class: 'quiet' }, note));
    panel.replaceChildren(snippet(text(), label), ...remarks);
  });
  return [bar, panel];
}

/** Tabs: pairs of a name and a label. */
function tabs(all, first, label, choose) {
  const buttons = all.map(([name, text]) => element('button', {
    type: 'button', role: 'tab', 'data-name': name, 'data-focus': `tab-${name}`, onclick: () => chosen(name),
  }, text));
  const chosen = name => {
    for (const button of buttons) {
      button.setAttribute('aria-selected', button.dataset.name === name);
      button.tabIndex = button.dataset.name === name ? 0 : -1;
    }
    choose(name);
  };
  const bar = element('div', { role: 'tablist', 'aria-label': label }, buttons);
  bar.addEventListener('keydown', event => {
    const next = buttons[buttons.indexOf(document.activeElement) + ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? NaN)];
    if (!next) return;
    next.focus();
    next.click();
  });
  chosen(all.some(([name]) => name === first) ? first : all[0][0]);
  return bar;
}
