import type { ModelName } from '@rnp/models';

export const modelLabels: Readonly<Record<ModelName, string>> = {
  mnist: 'Digits (MNIST)',
  'fashion-mnist': 'Garments (Fashion-MNIST)',
  omniglot: 'Characters (Omniglot)',
  'eth-80': 'Objects (ETH-80)',
};
