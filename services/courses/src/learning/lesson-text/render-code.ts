import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import { escapeHtml } from './escape-html.ts';

const languages = { bash, c, cpp, csharp, css, go, java, javascript, json, python, sql, typescript, xml };
for (const [name, grammar] of Object.entries(languages)) hljs.registerLanguage(name, grammar);

/** Grammars cost the square of a text that is made for it: longer code has no colours. */
const maxColored = 5000;

/** Writes code as HTML, coloured by classes where the language is a known one. */
export function renderCode(code: string, language: string): string {
  const known = code.length <= maxColored && hljs.getLanguage(language) !== undefined;
  const html = known ? hljs.highlight(code, { language, ignoreIllegals: true }).value : escapeHtml(code);
  return `<pre><code>${html}</code></pre>`;
}
