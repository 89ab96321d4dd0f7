import { parse, YAMLParseError } from 'yaml';
import { wrongSetting } from '../errors.js';

/** What a text of YAML or JSON says. @throws UsageError naming the file and the place in it */
export function yamlContent(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw wrongSetting(path, twiceIn(text, error) ?? `neither YAML nor JSON (${firstLine(error as Error)})`);
  }
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
