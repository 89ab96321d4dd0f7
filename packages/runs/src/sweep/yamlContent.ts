import { parseDocument, YAMLParseError, type YAMLWarning } from 'yaml';
import { UsageError, wrongSetting } from '../errors.js';

/** What a text of YAML or JSON says. @throws UsageError naming the file and the place in it */
export function yamlContent(text: string, path: string): unknown {
  try {
    // It would warn on stderr in its own words.
    const document = parseDocument(text, { logLevel: 'error' });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const [warning] = document.warnings;
    if (warning !== undefined) throw warned(text, path, warning);
    return document.toJS();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw wrongSetting(path, twiceIn(text, error) ?? `neither YAML nor JSON (${firstLine(error as Error)})`);
  }
}

/** Of what a reader of YAML would take for something else, such as a tag that it does not know. */
function warned(text: string, path: string, warning: YAMLWarning): UsageError {
  const line = warning.linePos?.[0].line;
  const where = line === undefined ? '' : `line ${line}: `;
  if (warning.code !== 'TAG_RESOLVE_FAILED') return wrongSetting(path, `${where}${firstLine(warning)}`);
  const tag = text.slice(...warning.pos).slice(0, 100);
  return wrongSetting(path, `${where}the tag ${tag} means nothing here; write the value without it`);
}

/** What is said of a name that stands twice; null for another error. */
function twiceIn(text: string, error: unknown): string | null {
  if (!(error instanceof YAMLParseError) || error.code !== 'DUPLICATE_KEY') return null;
  const [name] = /^[^:\n]{1,100}/.exec(text.slice(error.pos[0])) ?? [];
  return `line ${error.linePos?.[0].line} has ${(name ?? '').trim()} again, which stands above it already; keep one of them`;
}

function firstLine({ message }: Error): string {
  return message.split('\n')[0]!.replace(/:$/, '');
}
