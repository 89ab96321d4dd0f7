import { batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';

/** Held-out digits that are looked at while a model learns: one of each class, 0 to 9. [10·28·28·1] */
export async function shownDigits(): Promise<Float32Array> {
  const digits = await embeddedDigits({ split: 'test' });
  const labels = [...digits.labels!];
  return batchOf(
    digits,
    digits.classNames!.map((_, label) => labels.indexOf(label)),
  );
}
