import { type Augmentation, type BatchSource, type Dataset, trainingData } from '@rnp/datasets';

/** What a run learns from, its images moved as its settings say. */
export function augmented(data: Dataset, { augment }: { readonly augment?: Augmentation }): BatchSource {
  return trainingData(data, augment === undefined ? {} : { augment });
}
