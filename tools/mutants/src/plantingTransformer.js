import { createHash } from 'node:crypto';
import swc from '@swc/jest';

/**
 * Jest's transformer for a run with a planted defect: the one file is read as if the defect stood in it. No file is changed, so
 * nothing has to be put back.
 */
export default {
  createTransformer({ swcOptions, planted }) {
    const inner = swc.createTransformer(swcOptions);
    const text = (source, path) => (path === planted?.path ? planted.text : source);
    return {
      ...inner,
      process: (source, path, options) => inner.process(text(source, path), path, options),
      processAsync: (source, path, options) => inner.processAsync(text(source, path), path, options),
      getCacheKey: (source, path, options) =>
        createHash('sha256')
          .update(inner.getCacheKey(text(source, path), path, options))
          .digest('hex'),
    };
  },
};
