/** Playwright switches features off as well, and of two such flags Chromium heeds the last: those of its list that matter here are in it, too. */
const off = [
  // A process that waits for a page that may come costs as much to start as one that is needed.
  'SpareRendererForSitePerProcess',
  // What the address bar drops down is a page that each window loads for either of these: it costs as much as an empty page.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
];

/** For a Chromium that starts at once, also as root, and talks to nobody. */
export const quiet: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${off.join(',')}`,
];
