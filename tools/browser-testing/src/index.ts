export { findChromium } from './chromium.js';
export { type BrowserPage, type Graphics, openPage } from './page.js';
