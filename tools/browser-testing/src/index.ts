export { findChromium } from './chromium.js';
export { type DocumentOptions, type OpenedDocument, openDocument } from './document.js';
export { type Graphics, launch } from './launch.js';
export { type BrowserPage, openPage, type PageOptions } from './page.js';
export { patience } from './patience.js';
export { serveFolder } from './serveFolder.js';
export type { Server } from './server.js';
