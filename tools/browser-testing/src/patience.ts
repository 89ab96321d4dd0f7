/**
 * Milliseconds within which whatever a page is waited for comes, also on a slow machine with much else to do; shorter than the
 * time that a test may take, so that it is said what did not come.
 */
export const patience = 300_000;
