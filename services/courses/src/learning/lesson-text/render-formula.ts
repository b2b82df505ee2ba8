import katex from 'katex';
import { escapeHtml } from './escape-html.ts';

/** The longest formula of a lesson. */
export const maxTex = 2000;

/** A macro may grow beyond any text in a few steps; the ones that KaTeX brings along do not. */
const definition = /\\(?:[egx]?def|let|futurelet|global|long|(?:re)?newcommand|providecommand)(?![a-zA-Z@])/;

/** Writes a formula as MathML; one that is too long, wrong or defines macros as its source. */
export function renderFormula(tex: string, { display }: { display: boolean }): string {
  return toMathMl(tex, display) ?? `<code>${escapeHtml(tex)}</code>`;
}

function toMathMl(tex: string, displayMode: boolean): string | undefined {
  if (tex.length > maxTex || definition.test(tex)) return undefined;
  try {
    return katex.renderToString(tex, { displayMode, output: 'mathml', trust: false, strict: 'ignore', maxSize: 20 });
  } catch {
    // Besides its own error KaTeX throws what braces within braces lead to, such as a stack that is full.
    return undefined;
  }
}
