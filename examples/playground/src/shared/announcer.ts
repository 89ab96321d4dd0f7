import { signal } from '@preact/signals';

/** What screen readers say next. */
export const announcement = signal('');

/** Says something to people who do not see the page, once they have heard what came before. */
export function announce(message: string): void {
  announcement.value = message;
}
