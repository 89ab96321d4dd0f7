export { findChromium } from './chromium.js';
export { type BrowserPage, type Graphics, openPage, type PageOptions } from './page.js';
