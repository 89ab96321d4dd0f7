import { check } from '../checks.js';
import type { FileSource } from '../manifest/manifest.js';

/**
 * @param parts fields that hold objects
 * @throws RnpError `RNP_CONFIG` for what does not say where files come from, or lacks a part
 */
export function requireManifest<Source extends FileSource>(
  manifest: Source,
  parts: readonly (keyof Source & string)[],
): void {
  const path = 'options.manifest';
  check.object(path, manifest);
  check.text(`${path}.name`, manifest.name);
  check.text(`${path}.folder`, manifest.folder);
  check.list(`${path}.mirrors`, manifest.mirrors, check.text);
  for (const part of parts) check.object(`${path}.${part}`, manifest[part]);
}
