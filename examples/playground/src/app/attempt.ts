import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { StaleModelError } from '../engine/staleModelError.js';
import { report, settle, type Topic } from './notices.js';

const underWay = signal(0);
/** Whether something that the visitor asked for is under way. */
export const busy: ReadonlySignal<boolean> = computed(() => underWay.value > 0);

/** Runs what the visitor asked for. A failure becomes a notice, which goes when the same succeeds. @returns whether it did */
export async function attempt(topic: Topic, work: () => Promise<void>): Promise<boolean> {
  underWay.value++;
  try {
    await work();
    settle(topic);
    return true;
  } catch (error) {
    if (!(error instanceof StaleModelError)) report(topic, (error as Error).message);
    return false;
  } finally {
    underWay.value--;
  }
}
