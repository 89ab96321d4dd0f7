import { type Document, isScalar, LineCounter, parseDocument, visit, type YAMLWarning } from 'yaml';
import { UsageError, wrongSetting } from '../errors.js';

/** What a text of YAML or JSON says. @throws UsageError naming the file and the place in it */
export function yamlContent(text: string, path: string): unknown {
  try {
    const lineCounter = new LineCounter();
    // It would warn on stderr in its own words, and look for a name that stands twice in a time that grows with the square of their number.
    const document = parseDocument(text, { logLevel: 'error', uniqueKeys: false, lineCounter });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const twice = twiceIn(document, text, lineCounter);
    if (twice !== null) throw wrongSetting(path, twice);
    const [warning] = document.warnings;
    if (warning !== undefined) throw warned(text, path, warning);
    return document.toJS();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw wrongSetting(path, `neither YAML nor JSON (${firstLine(error as Error)})`);
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

/** What is said of the first name that stands twice in one place; null where none does. */
function twiceIn(document: Document.Parsed, text: string, lines: LineCounter): string | null {
  let twice: string | null = null;
  visit(document, {
    Map: (_, map) => {
      const met = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (met.has(key.value)) {
          const [from, to] = key.range ?? [0, 0];
          const { line } = lines.linePos(from);
          const name = text.slice(from, Math.min(to, from + 100));
          twice = `line ${line} has ${name} again, which stands above it already; keep one of them`;
          return visit.BREAK;
        }
        met.add(key.value);
      }
      return undefined;
    },
  });
  return twice;
}

function firstLine({ message }: Error): string {
  return message.split('\n')[0]!.replace(/:$/, '');
}
