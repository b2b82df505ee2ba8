import { parseSync, Visitor } from 'oxc-parser';

/** A file of code as the rules look at it. */
export interface Source {
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
  /** The text with spaces for comments and `"` for strings; every character keeps its place. */
  readonly code: string;
  /** What it imports or re-exports, static and dynamic. */
  readonly imports: readonly { readonly module: string; readonly at: number }[];
}

export function parseSource(file: string, text: string): Source {
  const { program, comments } = parseSync(file, text);
  const silent: Silent[] = comments.map(({ start, end }) => ({ start, end, filler: ' ' }));
  const imports: { module: string; at: number }[] = [];
  const addString = ({ start, end }: { start: number; end: number }) => {
    silent.push({ start, end, filler: '"' });
  };
  const addImport = ({ source }: { source: { type: string; value?: unknown; start: number } | null }) => {
    if (typeof source?.value === 'string') imports.push({ module: source.value, at: source.start });
  };
  new Visitor({
    Literal: (node) => {
      if (typeof node.value === 'string' || node.value instanceof RegExp) addString(node);
    },
    TemplateElement: addString,
    ImportDeclaration: addImport,
    ImportExpression: addImport,
    ExportNamedDeclaration: addImport,
    ExportAllDeclaration: addImport,
    TSImportType: addImport,
  }).visit(program);
  return { file, text, code: blank(text, silent), imports };
}

interface Silent {
  start: number;
  end: number;
  filler: string;
}

function blank(text: string, spans: readonly Silent[]): string {
  let code = '';
  let done = 0;
  for (const { start, end, filler } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < done) continue;
    code += text.slice(done, start) + text.slice(start, end).replace(/[^\n]/g, filler);
    done = end;
  }
  return code + text.slice(done);
}

/** `file:line`, which editors open. */
export function locate({ file, text }: Pick<Source, 'file' | 'text'>, at: number): string {
  return `${file}:${text.slice(0, at).split('\n').length}`;
}
