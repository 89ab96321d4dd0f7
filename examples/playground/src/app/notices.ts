import { type ReadonlySignal, signal } from '@preact/signals';
import { announce, announcement } from '../shared/announcer.js';

/** What a notice speaks of; a topic has one at most, and loses it when what it speaks of is over. */
export type Topic = 'backend' | 'model' | 'picture' | 'parse' | 'panel' | 'page';

const noticesSignal = signal<ReadonlyMap<Topic, string>>(new Map());
/** What went wrong or was done otherwise than asked, in words. */
export const notices: ReadonlySignal<ReadonlyMap<Topic, string>> = noticesSignal;

export function report(topic: Topic, message: string): void {
  if (notices.value.get(topic) === message) return;
  noticesSignal.value = new Map([...notices.value, [topic, message]]);
  announce(message);
}

export function settle(topic: Topic): void {
  const message = notices.value.get(topic);
  if (message === undefined) return;
  // Nobody should come upon it any more.
  if (announcement.value === message) announce('');
  noticesSignal.value = new Map([...notices.value].filter(([other]) => other !== topic));
}
