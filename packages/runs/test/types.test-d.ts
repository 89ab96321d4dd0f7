// Checked by the compiler (npm run typecheck), never run.
import { expectTypeOf } from 'expect-type';
import {
  type CorpusEvent,
  type Job,
  parseCorpus,
  type RunEvent,
  runSweep,
  type SweepEvent,
  trainRun,
} from '../src/index.js';

expectTypeOf(trainRun).returns.toExtend<Job<RunEvent, unknown>>();
expectTypeOf(runSweep).returns.toExtend<Job<SweepEvent, unknown>>();
expectTypeOf(parseCorpus).returns.toExtend<Job<CorpusEvent, unknown>>();
// A job is listened to, waited for, and given up at the end of a block.
expectTypeOf<Job<RunEvent, number>>().toExtend<AsyncIterable<RunEvent>>();
expectTypeOf<Job<RunEvent, number>>().toExtend<AsyncDisposable>();
expectTypeOf<Job<RunEvent, number>['result']>().returns.resolves.toEqualTypeOf<number>();

function heard(event: RunEvent): void {
  // Warnings are told apart by a code, never by their words.
  if (event.type === 'warning') expectTypeOf(event.code).toExtend<string>();
  if (event.type === 'progress') expectTypeOf(event.ssePerImage).toEqualTypeOf<number>();
  // @ts-expect-error a note has no code
  if (event.type === 'note') event.code;
}
expectTypeOf(heard).toBeCallableWith({} as RunEvent);
