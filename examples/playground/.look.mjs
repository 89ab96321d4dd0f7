import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const root = '/tmp/wt/play/examples/playground/dist';
const types = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json',
};
const s = createServer(async (q, r) => {
  let p = new URL(q.url, 'http://x').pathname;
  if (p === '/') p = '/index.html';
  try {
    const b = await readFile(root + p);
    r.writeHead(200, { 'content-type': types[p.split('.').pop()] ?? 'application/octet-stream' });
    r.end(b);
  } catch {
    r.writeHead(404).end();
  }
});
await new Promise((f) => s.listen(0, '127.0.0.1', f));
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-gpu',
  ],
});
const [, , out, w = '1280', h = '900', scheme = 'light', script = ''] = process.argv;
const p = await (
  await b.newContext({
    viewport: { width: +w, height: +h },
    colorScheme: scheme,
    deviceScaleFactor: 1,
    serviceWorkers: 'block',
  })
).newPage();
p.on('console', (m) => console.log(m.type(), m.text()));
p.on('pageerror', (e) => console.log('ERR', e.message));
await p.goto(`http://127.0.0.1:${s.address().port}/`);
await p
  .getByRole('treeitem')
  .first()
  .waitFor({ timeout: 60000 })
  .catch((e) => console.log(e.message));
await p.waitForTimeout(1000);
if (script) await new (Object.getPrototypeOf(async () => {}).constructor)('p', script)(p);
await p.screenshot({ path: out, fullPage: true });
await b.close();
s.closeAllConnections();
s.close();
