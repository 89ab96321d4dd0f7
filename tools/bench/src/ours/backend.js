import { useBackend } from '@rnp/backend';
import { tfjsNodeLoader } from '@rnp-tools/tensorflow';

/** The backend that is measured; `tensorflow` by the tfjs-node of $RNP_TFJS_NODE (tools/tensorflow), where that is set. */
export function startBackend(name) {
  return useBackend(name, { load: tfjsNodeLoader() });
}
