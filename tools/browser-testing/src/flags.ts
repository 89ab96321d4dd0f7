/** For a Chromium that starts at once, also as root, and talks to nobody. */
export const quiet: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
