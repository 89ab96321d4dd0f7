export { findChromium } from './chromium.js';
export { type DocumentOptions, type OpenedDocument, openDocument } from './document.js';
export { type BrowserPage, type Graphics, openPage, type PageOptions } from './page.js';
